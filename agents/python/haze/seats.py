"""The agent's side of its seats: policies, and the last answer to each, kept in case the stream is lost before it arrives. No connection in here."""

from __future__ import annotations

import asyncio
import inspect
import sys
from typing import Any, Callable, Dict, Optional, Tuple

from . import messages as m
from .turn import Seat, Turn

Key = Tuple[str, str]


def decision_of(answer: Any) -> m.Decision:
    """What a policy returned, as a Decision: nothing, an order, a claim, an assessment, a wake, a Decision, or any iterable of these. TypeError for anything else."""
    decision = m.Decision()

    def add(item: Any) -> None:
        if item is None:
            return
        if isinstance(item, m.Decision):
            decision.MergeFrom(item)
        elif isinstance(item, m.Order):
            decision.orders.append(item)
        elif isinstance(item, m.TrackClaim):
            decision.tracks.append(item)
        elif isinstance(item, m.Assessment):
            decision.assessments.append(item)
        elif isinstance(item, m.Wake):
            decision.wake.CopyFrom(item)
        elif hasattr(item, "__iter__") and not isinstance(item, (str, bytes)):
            for each in item:
                add(each)
        else:
            raise TypeError(f"a policy answered {item!r}; allowed: orders, claims, assessments, wake(), a Decision, or a list of them")

    add(answer)
    return decision


class _Open:
    def __init__(self, seat: Seat, policy: Any) -> None:
        self.seat = seat
        self.policy = policy
        self.answered = 0
        self.answer: Optional[m.AgentMessage] = None
        self.orders = 0
        self.busy = asyncio.Lock()  # one question at a time, in order


class SeatBook:
    """Turns what the arbiter says into what is answered."""

    def __init__(self, make: Callable[[m.Briefing], Any]) -> None:
        self._make = make
        self._seats: Dict[Key, _Open] = {}

    def hear(self, message: m.ArbiterMessage) -> Optional[m.AgentMessage]:
        """One message that is not a batch of turns; the answer, if one is due."""
        kind = message.WhichOneof("kind")
        if kind == "seat_opened":
            briefing = message.seat_opened.briefing
            key = (briefing.match_handle, briefing.seat)
            if key not in self._seats:
                policy = self._make(briefing)
                if policy is None:
                    print(f"haze: nothing here plays {briefing.seat}; the seat stays empty", file=sys.stderr)
                    return None
                self._seats[key] = _Open(Seat(briefing), policy)
                if hasattr(policy, "open"):
                    policy.open(briefing)
            return m.AgentMessage(seat_ready=m.SeatReady(match_handle=key[0], seat=key[1]))
        if kind == "game_over":
            over = message.game_over
            opened = self._seats.pop((over.match_handle, over.seat), None)
            if opened is not None and hasattr(opened.policy, "close"):
                opened.policy.close(over)
            return None
        if kind == "reset":
            self._seats.clear()
            return m.AgentMessage(reset_done=m.ResetDone())
        return None

    async def answer(self, turn: m.Turn) -> Optional[m.AgentMessage]:
        """One turn. One that was answered before gets the same answer again, without asking the policy."""
        opened = self._seats.get((turn.match_handle, turn.seat))
        if opened is None:
            return None
        async with opened.busy:
            if turn.turn_id < opened.answered:
                return None
            if turn.turn_id > opened.answered:
                answer = opened.policy.decide(Turn(turn, opened.seat))
                if inspect.isawaitable(answer):
                    answer = await answer
                elif inspect.isasyncgen(answer):
                    answer = [item async for item in answer]
                decision = decision_of(answer)
                for each in decision.orders:
                    if not each.order_id:
                        opened.orders += 1
                        each.order_id = f"{(each.WhichOneof('action') or 'order').replace('_', '-')} {opened.orders}"
                decision.match_handle, decision.seat, decision.turn_id = turn.match_handle, turn.seat, turn.turn_id
                opened.answer = m.AgentMessage(decisions=m.DecisionBatch(decisions=[decision]))
                opened.answered = turn.turn_id
            return opened.answer

"""Which function or class plays which role, and the program around it."""

from __future__ import annotations

import asyncio
import inspect
import sys
from typing import Any, Callable, Dict, Optional, TypeVar

from . import messages as m
from .client import BAD_SETUP, Client, Options, SetupError

ROLES = ("launch_provider", "inspector", "target", "adversary")
Player = TypeVar("Player", bound=Callable[..., Any])


class _Function:
    """A plain function as a policy; what it remembers is in turn.memory."""

    def __init__(self, decide: Callable[[Any], Any]) -> None:
        self.decide = decide


_players: Dict[str, Callable[[], Any]] = {}


def agent(*roles: str) -> Callable[[Player], Player]:
    """Lets a function or a class play these roles; without a role, every one that no other plays.

    A function is called with each `Turn` and returns what `haze.seats.decision_of` takes; it may be `async`, or a generator that yields its orders. A class is made
    once for each seat and has `decide(turn)`, and `open(briefing)` and `close(game_over)` where it wants them. ValueError for a role that is none.
    """
    for role in roles:
        if role not in ROLES:
            raise ValueError(f'"{role}" is no role; allowed: {", ".join(ROLES)}')

    def register(player: Player) -> Player:
        for role in roles or ("",):
            _players[role] = player if inspect.isclass(player) else lambda: _Function(player)
        return player

    return register


def make_policy(briefing: m.Briefing) -> Optional[Any]:
    """A policy for a seat, or None where nobody plays its role."""
    role = m.Briefing.Role.Name(briefing.role)[len("ROLE_"):].lower() if briefing.role in m.Briefing.Role.values() else ""
    player = _players.get(role, _players.get(""))
    return player() if player is not None else None


async def run_async(name: str = "", version: str = "0") -> int:
    """Plays every seat that the arbiter offers, until it says goodbye; many seats at once where policies are `async`. The exit code. SetupError without an arbiter."""
    return await Client(make_policy, Options.from_environment(name=(name or "python")[:64], version=version)).play()


def run(name: str = "", version: str = "0") -> None:
    """`run_async` as a program: ends the process. 0 played, 2 started without haze, 5 refused, 75 the arbiter is gone; an error of the policy ends it with a traceback."""
    if not _players:
        raise ValueError('nothing plays: put @haze.agent("inspector") above a function')
    try:
        code = asyncio.run(run_async(name, version))
    except SetupError as error:
        print(f"haze: {error}", file=sys.stderr)
        code = BAD_SETUP
    sys.exit(code)

"""What a policy is given: a turn's message with its seat, and vectors as numpy arrays where numpy is there (plain tuples elsewhere)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from . import messages as m

try:
    import numpy as _numpy
except ImportError:
    _numpy = None


def vector(v: m.Vec3) -> Any:
    """A Vec3 as an array of three, or a tuple without numpy."""
    return _numpy.array((v.x, v.y, v.z)) if _numpy is not None else (v.x, v.y, v.z)


def covariance(estimate: m.StateEstimate) -> Any:
    """The full 6 x 6 covariance of (r_eci, v_eci) in m and m/s, as an array or as a list of rows; None where it is not known."""
    upper = list(estimate.covariance_upper)
    if len(upper) != 21:
        return None
    full = [[0.0] * 6 for _ in range(6)]
    numbers = iter(upper)
    for i in range(6):
        for j in range(i, 6):
            full[i][j] = full[j][i] = next(numbers)
    return _numpy.array(full) if _numpy is not None else full


class Seat:
    """A seat from its briefing to its result. `memory` is the policy's own, empty at the beginning of each match."""

    def __init__(self, briefing: m.Briefing) -> None:
        self.briefing = briefing
        self.name: str = briefing.seat
        self.memory = SimpleNamespace()

    def object(self, name: str = "") -> m.ObjectOfInterest:
        """The object of that name, or the other side's first. KeyError where there is none."""
        for each in self.briefing.objects:
            if each.name == name or (not name and each.side != self.briefing.side):
                return each
        raise KeyError(name or "no object of another side")


class Turn:
    """One question. Every field of the message (proto/haze/agent/v1/turn.proto) is an attribute: turn.time_us, turn.own, turn.detections, …"""

    time_us: int
    turn_id: int
    own: m.OwnState

    def __init__(self, message: m.Turn, seat: Seat) -> None:
        self.message = message
        self.seat = seat

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in ("message", "seat"):
            raise AttributeError(name)
        return getattr(self.message, name)

    @property
    def briefing(self) -> m.Briefing:
        return self.seat.briefing

    @property
    def memory(self) -> SimpleNamespace:
        return self.seat.memory

    @property
    def first(self) -> bool:
        """Whether this is the seat's first turn."""
        return self.message.turn_id == 1

    @property
    def r_eci_m(self) -> Any:
        """Where own navigation places the craft; GCRF axes."""
        return vector(self.message.own.estimate.r_eci_m)

    @property
    def v_eci_mps(self) -> Any:
        return vector(self.message.own.estimate.v_eci_mps)

    @property
    def covariance(self) -> Any:
        return covariance(self.message.own.estimate)

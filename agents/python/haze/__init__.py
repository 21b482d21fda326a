"""Agents for haze in a few lines: docs/write_an_agent.md.

    import haze

    @haze.agent("inspector")
    def play(turn):
        return haze.wake(turn.time_us + 3600 * haze.SECOND)

    haze.run()
"""

import sys as _sys

try:
    import google.protobuf as _protobuf  # noqa: F401
    import grpc as _grpc  # noqa: F401
except ImportError:
    raise ImportError(f"haze needs grpcio and protobuf, which {_sys.executable} does not have. Cure: {_sys.executable} -m pip install grpcio protobuf; or with Debian's Python "
                      "apt-get install python3-grpcio python3-protobuf and --seat SEAT=exec:'/usr/bin/python3 bot.py'") from None

from . import messages
from .agents import agent, run, run_async
from .orders import (SECOND, assess, burn, cancel, choose_orbit, claim, dazzle, downlink, expedite_task, hold_task, image, jam, message, note, order, point, point_along,
                     point_at, ranging, release_decoy, release_launch, scrub, search, set_liftoff, spin, start_task, vec3, wake)
from .turn import Seat, Turn, covariance, vector

__all__ = [
    "SECOND", "Seat", "Turn", "agent", "assess", "burn", "cancel", "choose_orbit", "claim", "covariance", "dazzle", "downlink", "expedite_task", "hold_task", "image",
    "jam", "message", "messages", "note", "order", "point", "point_along", "point_at", "ranging", "release_decoy", "release_launch", "run", "run_async", "scrub", "search",
    "set_liftoff", "spin", "start_task", "vec3", "vector", "wake"
]

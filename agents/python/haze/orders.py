"""What a policy may answer, in a word each. Units are the last word of a name, frames stand before them; times are microseconds since the scenario's epoch.

Every order takes `at_us` (when it starts; 0 = now) and `id` (unique among the seat's unfinished orders; made up when it is left out). Axes of `rtn` are radial (away
from the Earth), transverse (about along the velocity) and normal. Ranges and what an order does are in proto/haze/agent/v1/order.proto.
"""

from __future__ import annotations

from typing import Any, Iterable, Optional, Sequence, Union

from . import messages as m

SECOND = 1_000_000
"""One second in microseconds, as all times of the contract are."""

Vector = Union[Sequence[float], m.Vec3, Any]
"""Three numbers, a numpy array of three, or a Vec3."""


def vec3(v: Vector) -> m.Vec3:
    """A Vec3 of three numbers. ValueError when there are not three."""
    if isinstance(v, m.Vec3):
        return v
    x, y, z = v
    return m.Vec3(x=float(x), y=float(y), z=float(z))


def order(id: str = "", at_us: int = 0, replaces: str = "", **action: Any) -> m.Order:
    """Any order: order(burn=haze.messages.Burn(...))."""
    return m.Order(order_id=id, start_time_us=int(at_us), replaces=replaces, **action)


def burn(dv_rtn_mps: Optional[Vector] = None, *, dv_eci_mps: Optional[Vector] = None, at_us: int = 0, id: str = "") -> m.Order:
    """A velocity change, in the craft's own RTN frame at ignition or in inertial axes. ValueError unless exactly one of the two is given."""
    if (dv_rtn_mps is None) == (dv_eci_mps is None):
        raise ValueError("a burn takes dv_rtn_mps or dv_eci_mps")
    action = m.Burn(dv_rtn_mps=vec3(dv_rtn_mps)) if dv_rtn_mps is not None else m.Burn(dv_eci_mps=vec3(dv_eci_mps))
    return order(id, at_us, burn=action)


def point(mode: str, *, at_us: int = 0, id: str = "") -> m.Order:
    """The attitudes that need no more than a name: "nadir" or "sun"."""
    return order(id, at_us, point=m.Point(mode=m.Point.Mode.Value(f"MODE_{mode.upper()}")))


def point_along(direction_rtn: Vector, *, at_us: int = 0, id: str = "") -> m.Order:
    """The camera axis along a direction that turns with the RTN frame."""
    return order(id, at_us, point=m.Point(mode=m.Point.MODE_RTN, direction_rtn=vec3(direction_rtn)))


def point_at(object_id: str, *, at_us: int = 0, id: str = "") -> m.Order:
    """The camera axis towards an object as last claimed."""
    return order(id, at_us, point=m.Point(mode=m.Point.MODE_TRACK, object_id=object_id))


def spin(rate_radps: float, *, at_us: int = 0, id: str = "") -> m.Order:
    """Turning about the thrust axis."""
    return order(id, at_us, point=m.Point(mode=m.Point.MODE_SPIN, rate_radps=rate_radps))


def search(directions_rtn: Iterable[Vector], *, until_us: int, pause_s: float = 0.0, at_us: int = 0, id: str = "") -> m.Order:
    """The search camera along unit vectors (1 to 64), round and round until `until_us`."""
    return order(id, at_us, search=m.Search(directions_rtn=[vec3(d) for d in directions_rtn], pause_s=pause_s, end_time_us=int(until_us)))


def ranging(object_id: str, *, until_us: int, cadence_s: float = 60.0, at_us: int = 0, id: str = "") -> m.Order:
    """Range measurements to an object as last claimed, one each `cadence_s` (1 to 3600)."""
    return order(id, at_us, range=m.Range(object_id=object_id, cadence_s=cadence_s, end_time_us=int(until_us)))


def image(object_id: str, *, until_us: int, cadence_s: float = 60.0, count: int = 100, at_us: int = 0, id: str = "") -> m.Order:
    """Images of an object as last claimed: one each `cadence_s` (1 to 3600), at most `count` (1 to 500)."""
    return order(id, at_us, image=m.Image(object_id=object_id, cadence_s=cadence_s, count=count, end_time_us=int(until_us)))


def downlink(*, until_us: int, drop_image_ids: Iterable[str] = (), at_us: int = 0, id: str = "") -> m.Order:
    """Sends waiting images whenever a ground station is in view."""
    return order(id, at_us, downlink=m.Downlink(end_time_us=int(until_us), drop_image_ids=list(drop_image_ids)))


def message(to_seat: str, body: Union[bytes, str], *, at_us: int = 0, id: str = "") -> m.Order:
    """At most 1 KiB to another seat of the same side."""
    return order(id, at_us, message=m.Message(to_seat=to_seat, body=body.encode() if isinstance(body, str) else body))


def cancel(order_id: str, *, at_us: int = 0, id: str = "") -> m.Order:
    """Cancels an order that has not started, or ends one that may be ended."""
    return order(id, at_us, cancel=m.Cancel(order_id=order_id))


def start_task(task: str, *, at_us: int = 0, id: str = "") -> m.Order:
    return order(id, at_us, start_task=m.StartTask(task=task))


def expedite_task(task: str, *, at_us: int = 0, id: str = "") -> m.Order:
    return order(id, at_us, expedite_task=m.ExpediteTask(task=task))


def hold_task(task: str, *, at_us: int = 0, id: str = "") -> m.Order:
    return order(id, at_us, hold_task=m.HoldTask(task=task))


def choose_orbit(altitude_m: float = 0.0, inclination_rad: float = 0.0, *, at_us: int = 0, id: str = "") -> m.Order:
    return order(id, at_us, choose_orbit=m.ChooseOrbit(altitude_m=altitude_m, inclination_rad=inclination_rad))


def set_liftoff(liftoff_time_us: int, *, at_us: int = 0, id: str = "") -> m.Order:
    return order(id, at_us, set_liftoff=m.SetLiftoff(liftoff_time_us=int(liftoff_time_us)))


def scrub(*, at_us: int = 0, id: str = "") -> m.Order:
    return order(id, at_us, scrub=m.Scrub())


def release_launch(*, at_us: int = 0, id: str = "") -> m.Order:
    return order(id, at_us, release_launch=m.ReleaseLaunch())


def dazzle(object_id: str, duration_s: float, *, at_us: int = 0, id: str = "") -> m.Order:
    return order(id, at_us, dazzle=m.Dazzle(object_id=object_id, duration_s=duration_s))


def jam(object_id: str, duration_s: float, *, at_us: int = 0, id: str = "") -> m.Order:
    return order(id, at_us, jam=m.Jam(object_id=object_id, duration_s=duration_s))


def release_decoy(dv_rtn_mps: Vector, *, at_us: int = 0, id: str = "") -> m.Order:
    return order(id, at_us, release_decoy=m.ReleaseDecoy(dv_rtn_mps=vec3(dv_rtn_mps)))


def claim(object_id: str, *, time_us: int, r_eci_m: Vector, v_eci_mps: Vector, covariance: Any) -> m.TrackClaim:
    """Where the seat believes an object is. `covariance` of (r, v) is 6 x 6 in m and m/s, positive definite, or its upper triangle by rows (21 numbers)."""
    rows = list(covariance)
    upper = [float(rows[i][j]) for i in range(6) for j in range(i, 6)] if len(rows) == 6 else [float(c) for c in rows]
    if len(upper) != 21:
        raise ValueError("a covariance is 6 x 6, or its upper triangle of 21 numbers")
    return m.TrackClaim(object_id=object_id, estimate=m.StateEstimate(time_us=int(time_us), r_eci_m=vec3(r_eci_m), v_eci_mps=vec3(v_eci_mps), covariance_upper=upper))


def assess(object_id: str, *, size_m: float = 0.0, faces: int = 0, capability: str = "unspecified") -> m.Assessment:
    """What the seat believes an object is; `capability` is "none", "manoeuvres" or "unspecified"."""
    return m.Assessment(object_id=object_id, size_m=size_m, faces=faces, capability=m.Assessment.Capability.Value(f"CAPABILITY_{capability.upper()}"))


def wake(time_us: int = 0, *conditions: Union[str, m.WakeCondition]) -> m.Wake:
    """When to be asked again: at an instant, or earlier on a condition: "detection", "cue", "message", "order_finished", "image", …, or a WakeCondition."""
    kinds = [c if isinstance(c, m.WakeCondition) else m.WakeCondition(kind=m.WakeCondition.Kind.Value(f"KIND_{c.upper()}")) for c in conditions]
    return m.Wake(time_us=int(time_us), conditions=kinds)


def note(text: str) -> m.Decision:
    """A word for whoever reads the match later; at most 1 KiB."""
    return m.Decision(note=text)

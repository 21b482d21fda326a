from . import geometry_pb2 as _geometry_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Assessment(_message.Message):
    __slots__ = ["capability", "faces", "object_id", "size_m"]
    class Capability(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    CAPABILITY_FIELD_NUMBER: _ClassVar[int]
    CAPABILITY_MANOEUVRES: Assessment.Capability
    CAPABILITY_NONE: Assessment.Capability
    CAPABILITY_UNSPECIFIED: Assessment.Capability
    FACES_FIELD_NUMBER: _ClassVar[int]
    OBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    SIZE_M_FIELD_NUMBER: _ClassVar[int]
    capability: Assessment.Capability
    faces: int
    object_id: str
    size_m: float
    def __init__(self, object_id: _Optional[str] = ..., size_m: _Optional[float] = ..., faces: _Optional[int] = ..., capability: _Optional[_Union[Assessment.Capability, str]] = ...) -> None: ...

class Burn(_message.Message):
    __slots__ = ["dv_eci_mps", "dv_rtn_mps"]
    DV_ECI_MPS_FIELD_NUMBER: _ClassVar[int]
    DV_RTN_MPS_FIELD_NUMBER: _ClassVar[int]
    dv_eci_mps: _geometry_pb2.Vec3
    dv_rtn_mps: _geometry_pb2.Vec3
    def __init__(self, dv_rtn_mps: _Optional[_Union[_geometry_pb2.Vec3, _Mapping]] = ..., dv_eci_mps: _Optional[_Union[_geometry_pb2.Vec3, _Mapping]] = ...) -> None: ...

class Cancel(_message.Message):
    __slots__ = ["order_id"]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    order_id: str
    def __init__(self, order_id: _Optional[str] = ...) -> None: ...

class ChooseOrbit(_message.Message):
    __slots__ = ["altitude_m", "inclination_rad"]
    ALTITUDE_M_FIELD_NUMBER: _ClassVar[int]
    INCLINATION_RAD_FIELD_NUMBER: _ClassVar[int]
    altitude_m: float
    inclination_rad: float
    def __init__(self, altitude_m: _Optional[float] = ..., inclination_rad: _Optional[float] = ...) -> None: ...

class Dazzle(_message.Message):
    __slots__ = ["duration_s", "object_id"]
    DURATION_S_FIELD_NUMBER: _ClassVar[int]
    OBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    duration_s: float
    object_id: str
    def __init__(self, object_id: _Optional[str] = ..., duration_s: _Optional[float] = ...) -> None: ...

class Decision(_message.Message):
    __slots__ = ["assessments", "match_handle", "note", "orders", "seat", "tracks", "turn_id", "wake"]
    ASSESSMENTS_FIELD_NUMBER: _ClassVar[int]
    MATCH_HANDLE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    ORDERS_FIELD_NUMBER: _ClassVar[int]
    SEAT_FIELD_NUMBER: _ClassVar[int]
    TRACKS_FIELD_NUMBER: _ClassVar[int]
    TURN_ID_FIELD_NUMBER: _ClassVar[int]
    WAKE_FIELD_NUMBER: _ClassVar[int]
    assessments: _containers.RepeatedCompositeFieldContainer[Assessment]
    match_handle: str
    note: str
    orders: _containers.RepeatedCompositeFieldContainer[Order]
    seat: str
    tracks: _containers.RepeatedCompositeFieldContainer[TrackClaim]
    turn_id: int
    wake: Wake
    def __init__(self, match_handle: _Optional[str] = ..., seat: _Optional[str] = ..., turn_id: _Optional[int] = ..., orders: _Optional[_Iterable[_Union[Order, _Mapping]]] = ..., tracks: _Optional[_Iterable[_Union[TrackClaim, _Mapping]]] = ..., wake: _Optional[_Union[Wake, _Mapping]] = ..., assessments: _Optional[_Iterable[_Union[Assessment, _Mapping]]] = ..., note: _Optional[str] = ...) -> None: ...

class DecisionBatch(_message.Message):
    __slots__ = ["decisions"]
    DECISIONS_FIELD_NUMBER: _ClassVar[int]
    decisions: _containers.RepeatedCompositeFieldContainer[Decision]
    def __init__(self, decisions: _Optional[_Iterable[_Union[Decision, _Mapping]]] = ...) -> None: ...

class Downlink(_message.Message):
    __slots__ = ["drop_image_ids", "end_time_us"]
    DROP_IMAGE_IDS_FIELD_NUMBER: _ClassVar[int]
    END_TIME_US_FIELD_NUMBER: _ClassVar[int]
    drop_image_ids: _containers.RepeatedScalarFieldContainer[str]
    end_time_us: int
    def __init__(self, end_time_us: _Optional[int] = ..., drop_image_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class ExpediteTask(_message.Message):
    __slots__ = ["task"]
    TASK_FIELD_NUMBER: _ClassVar[int]
    task: str
    def __init__(self, task: _Optional[str] = ...) -> None: ...

class HoldTask(_message.Message):
    __slots__ = ["task"]
    TASK_FIELD_NUMBER: _ClassVar[int]
    task: str
    def __init__(self, task: _Optional[str] = ...) -> None: ...

class Image(_message.Message):
    __slots__ = ["cadence_s", "count", "end_time_us", "object_id"]
    CADENCE_S_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    END_TIME_US_FIELD_NUMBER: _ClassVar[int]
    OBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    cadence_s: float
    count: int
    end_time_us: int
    object_id: str
    def __init__(self, object_id: _Optional[str] = ..., cadence_s: _Optional[float] = ..., count: _Optional[int] = ..., end_time_us: _Optional[int] = ...) -> None: ...

class Jam(_message.Message):
    __slots__ = ["duration_s", "object_id"]
    DURATION_S_FIELD_NUMBER: _ClassVar[int]
    OBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    duration_s: float
    object_id: str
    def __init__(self, object_id: _Optional[str] = ..., duration_s: _Optional[float] = ...) -> None: ...

class Message(_message.Message):
    __slots__ = ["body", "to_seat"]
    BODY_FIELD_NUMBER: _ClassVar[int]
    TO_SEAT_FIELD_NUMBER: _ClassVar[int]
    body: bytes
    to_seat: str
    def __init__(self, to_seat: _Optional[str] = ..., body: _Optional[bytes] = ...) -> None: ...

class Order(_message.Message):
    __slots__ = ["burn", "cancel", "choose_orbit", "dazzle", "downlink", "expedite_task", "hold_task", "image", "jam", "message", "order_id", "point", "range", "release_decoy", "release_launch", "replaces", "scrub", "search", "set_liftoff", "start_task", "start_time_us"]
    BURN_FIELD_NUMBER: _ClassVar[int]
    CANCEL_FIELD_NUMBER: _ClassVar[int]
    CHOOSE_ORBIT_FIELD_NUMBER: _ClassVar[int]
    DAZZLE_FIELD_NUMBER: _ClassVar[int]
    DOWNLINK_FIELD_NUMBER: _ClassVar[int]
    EXPEDITE_TASK_FIELD_NUMBER: _ClassVar[int]
    HOLD_TASK_FIELD_NUMBER: _ClassVar[int]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    JAM_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    POINT_FIELD_NUMBER: _ClassVar[int]
    RANGE_FIELD_NUMBER: _ClassVar[int]
    RELEASE_DECOY_FIELD_NUMBER: _ClassVar[int]
    RELEASE_LAUNCH_FIELD_NUMBER: _ClassVar[int]
    REPLACES_FIELD_NUMBER: _ClassVar[int]
    SCRUB_FIELD_NUMBER: _ClassVar[int]
    SEARCH_FIELD_NUMBER: _ClassVar[int]
    SET_LIFTOFF_FIELD_NUMBER: _ClassVar[int]
    START_TASK_FIELD_NUMBER: _ClassVar[int]
    START_TIME_US_FIELD_NUMBER: _ClassVar[int]
    burn: Burn
    cancel: Cancel
    choose_orbit: ChooseOrbit
    dazzle: Dazzle
    downlink: Downlink
    expedite_task: ExpediteTask
    hold_task: HoldTask
    image: Image
    jam: Jam
    message: Message
    order_id: str
    point: Point
    range: Range
    release_decoy: ReleaseDecoy
    release_launch: ReleaseLaunch
    replaces: str
    scrub: Scrub
    search: Search
    set_liftoff: SetLiftoff
    start_task: StartTask
    start_time_us: int
    def __init__(self, order_id: _Optional[str] = ..., start_time_us: _Optional[int] = ..., replaces: _Optional[str] = ..., burn: _Optional[_Union[Burn, _Mapping]] = ..., point: _Optional[_Union[Point, _Mapping]] = ..., search: _Optional[_Union[Search, _Mapping]] = ..., range: _Optional[_Union[Range, _Mapping]] = ..., image: _Optional[_Union[Image, _Mapping]] = ..., downlink: _Optional[_Union[Downlink, _Mapping]] = ..., message: _Optional[_Union[Message, _Mapping]] = ..., cancel: _Optional[_Union[Cancel, _Mapping]] = ..., start_task: _Optional[_Union[StartTask, _Mapping]] = ..., expedite_task: _Optional[_Union[ExpediteTask, _Mapping]] = ..., hold_task: _Optional[_Union[HoldTask, _Mapping]] = ..., choose_orbit: _Optional[_Union[ChooseOrbit, _Mapping]] = ..., set_liftoff: _Optional[_Union[SetLiftoff, _Mapping]] = ..., scrub: _Optional[_Union[Scrub, _Mapping]] = ..., release_launch: _Optional[_Union[ReleaseLaunch, _Mapping]] = ..., dazzle: _Optional[_Union[Dazzle, _Mapping]] = ..., jam: _Optional[_Union[Jam, _Mapping]] = ..., release_decoy: _Optional[_Union[ReleaseDecoy, _Mapping]] = ...) -> None: ...

class Point(_message.Message):
    __slots__ = ["direction_rtn", "mode", "object_id", "q_b_eci", "rate_radps"]
    class Mode(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    DIRECTION_RTN_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    MODE_INERTIAL: Point.Mode
    MODE_NADIR: Point.Mode
    MODE_RTN: Point.Mode
    MODE_SPIN: Point.Mode
    MODE_SUN: Point.Mode
    MODE_TRACK: Point.Mode
    MODE_UNSPECIFIED: Point.Mode
    OBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    Q_B_ECI_FIELD_NUMBER: _ClassVar[int]
    RATE_RADPS_FIELD_NUMBER: _ClassVar[int]
    direction_rtn: _geometry_pb2.Vec3
    mode: Point.Mode
    object_id: str
    q_b_eci: _geometry_pb2.Quaternion
    rate_radps: float
    def __init__(self, mode: _Optional[_Union[Point.Mode, str]] = ..., q_b_eci: _Optional[_Union[_geometry_pb2.Quaternion, _Mapping]] = ..., direction_rtn: _Optional[_Union[_geometry_pb2.Vec3, _Mapping]] = ..., object_id: _Optional[str] = ..., rate_radps: _Optional[float] = ...) -> None: ...

class Range(_message.Message):
    __slots__ = ["cadence_s", "end_time_us", "object_id"]
    CADENCE_S_FIELD_NUMBER: _ClassVar[int]
    END_TIME_US_FIELD_NUMBER: _ClassVar[int]
    OBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    cadence_s: float
    end_time_us: int
    object_id: str
    def __init__(self, object_id: _Optional[str] = ..., cadence_s: _Optional[float] = ..., end_time_us: _Optional[int] = ...) -> None: ...

class ReleaseDecoy(_message.Message):
    __slots__ = ["dv_rtn_mps"]
    DV_RTN_MPS_FIELD_NUMBER: _ClassVar[int]
    dv_rtn_mps: _geometry_pb2.Vec3
    def __init__(self, dv_rtn_mps: _Optional[_Union[_geometry_pb2.Vec3, _Mapping]] = ...) -> None: ...

class ReleaseLaunch(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class Scrub(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class Search(_message.Message):
    __slots__ = ["directions_rtn", "end_time_us", "pause_s"]
    DIRECTIONS_RTN_FIELD_NUMBER: _ClassVar[int]
    END_TIME_US_FIELD_NUMBER: _ClassVar[int]
    PAUSE_S_FIELD_NUMBER: _ClassVar[int]
    directions_rtn: _containers.RepeatedCompositeFieldContainer[_geometry_pb2.Vec3]
    end_time_us: int
    pause_s: float
    def __init__(self, directions_rtn: _Optional[_Iterable[_Union[_geometry_pb2.Vec3, _Mapping]]] = ..., pause_s: _Optional[float] = ..., end_time_us: _Optional[int] = ...) -> None: ...

class SetLiftoff(_message.Message):
    __slots__ = ["liftoff_time_us"]
    LIFTOFF_TIME_US_FIELD_NUMBER: _ClassVar[int]
    liftoff_time_us: int
    def __init__(self, liftoff_time_us: _Optional[int] = ...) -> None: ...

class StartTask(_message.Message):
    __slots__ = ["task"]
    TASK_FIELD_NUMBER: _ClassVar[int]
    task: str
    def __init__(self, task: _Optional[str] = ...) -> None: ...

class TrackClaim(_message.Message):
    __slots__ = ["estimate", "object_id"]
    ESTIMATE_FIELD_NUMBER: _ClassVar[int]
    OBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    estimate: _geometry_pb2.StateEstimate
    object_id: str
    def __init__(self, object_id: _Optional[str] = ..., estimate: _Optional[_Union[_geometry_pb2.StateEstimate, _Mapping]] = ...) -> None: ...

class Wake(_message.Message):
    __slots__ = ["conditions", "time_us"]
    CONDITIONS_FIELD_NUMBER: _ClassVar[int]
    TIME_US_FIELD_NUMBER: _ClassVar[int]
    conditions: _containers.RepeatedCompositeFieldContainer[WakeCondition]
    time_us: int
    def __init__(self, time_us: _Optional[int] = ..., conditions: _Optional[_Iterable[_Union[WakeCondition, _Mapping]]] = ...) -> None: ...

class WakeCondition(_message.Message):
    __slots__ = ["kind", "object_id", "threshold"]
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    KIND_CUE: WakeCondition.Kind
    KIND_DETECTION: WakeCondition.Kind
    KIND_ELEVATION: WakeCondition.Kind
    KIND_FIELD_NUMBER: _ClassVar[int]
    KIND_ILLUMINATION: WakeCondition.Kind
    KIND_IMAGE: WakeCondition.Kind
    KIND_LAUNCH: WakeCondition.Kind
    KIND_MESSAGE: WakeCondition.Kind
    KIND_ORDER_FINISHED: WakeCondition.Kind
    KIND_PROPELLANT: WakeCondition.Kind
    KIND_RANGE: WakeCondition.Kind
    KIND_RANGE_FIX: WakeCondition.Kind
    KIND_UNSPECIFIED: WakeCondition.Kind
    KIND_WARNING: WakeCondition.Kind
    OBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    THRESHOLD_FIELD_NUMBER: _ClassVar[int]
    kind: WakeCondition.Kind
    object_id: str
    threshold: float
    def __init__(self, kind: _Optional[_Union[WakeCondition.Kind, str]] = ..., object_id: _Optional[str] = ..., threshold: _Optional[float] = ...) -> None: ...

from . import geometry_pb2 as _geometry_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
RESULT_KIND_DRAW: ResultKind
RESULT_KIND_FORFEIT_CRASH: ResultKind
RESULT_KIND_FORFEIT_ILLEGAL: ResultKind
RESULT_KIND_FORFEIT_NO_SHOW: ResultKind
RESULT_KIND_FORFEIT_OVERLOAD: ResultKind
RESULT_KIND_FORFEIT_PROTOCOL: ResultKind
RESULT_KIND_FORFEIT_TIMEOUT: ResultKind
RESULT_KIND_UNSPECIFIED: ResultKind
RESULT_KIND_VOID_ARBITER: ResultKind
RESULT_KIND_VOID_INFRASTRUCTURE: ResultKind
RESULT_KIND_WIN: ResultKind
RULING_CODE_ALREADY_STARTED: RulingCode
RULING_CODE_BAD_COVARIANCE: RulingCode
RULING_CODE_BAD_NAME: RulingCode
RULING_CODE_BELOW_SMALLEST_IMPULSE: RulingCode
RULING_CODE_BEYOND_THE_END: RulingCode
RULING_CODE_BUDGET_SPENT: RulingCode
RULING_CODE_CONFLICT: RulingCode
RULING_CODE_DUPLICATE_NAME: RulingCode
RULING_CODE_IN_THE_PAST: RulingCode
RULING_CODE_MISSING_ACTION: RulingCode
RULING_CODE_NOT_COMMANDABLE: RulingCode
RULING_CODE_NOT_ENOUGH_PROPELLANT: RulingCode
RULING_CODE_NOT_EQUIPPED: RulingCode
RULING_CODE_NOT_FINITE: RulingCode
RULING_CODE_NOT_READY: RulingCode
RULING_CODE_NOT_YOURS: RulingCode
RULING_CODE_NO_TRACK: RulingCode
RULING_CODE_OUTSIDE_TOLERANCE: RulingCode
RULING_CODE_OUTSIDE_WINDOW: RulingCode
RULING_CODE_OUT_OF_RANGE: RulingCode
RULING_CODE_TOO_MANY: RulingCode
RULING_CODE_UNKNOWN_OBJECT: RulingCode
RULING_CODE_UNKNOWN_ORDER: RulingCode
RULING_CODE_UNKNOWN_SEAT: RulingCode
RULING_CODE_UNKNOWN_TASK: RulingCode
RULING_CODE_UNSPECIFIED: RulingCode
WAKE_REASON_COMMANDABLE: WakeReason
WAKE_REASON_CUE: WakeReason
WAKE_REASON_DETECTION: WakeReason
WAKE_REASON_ELEVATION: WakeReason
WAKE_REASON_ILLUMINATION: WakeReason
WAKE_REASON_IMAGE: WakeReason
WAKE_REASON_LAUNCH: WakeReason
WAKE_REASON_MESSAGE: WakeReason
WAKE_REASON_ORDER_FINISHED: WakeReason
WAKE_REASON_PROPELLANT: WakeReason
WAKE_REASON_QUIET: WakeReason
WAKE_REASON_RANGE: WakeReason
WAKE_REASON_RANGE_FIX: WakeReason
WAKE_REASON_START: WakeReason
WAKE_REASON_TIME: WakeReason
WAKE_REASON_UNSPECIFIED: WakeReason
WAKE_REASON_WARNING: WakeReason

class Asset(_message.Message):
    __slots__ = ["bytes", "name", "sha256"]
    BYTES_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    bytes: int
    name: str
    sha256: str
    def __init__(self, name: _Optional[str] = ..., sha256: _Optional[str] = ..., bytes: _Optional[int] = ...) -> None: ...

class Briefing(_message.Message):
    __slots__ = ["agent_seed", "assets", "clock_mode", "duration_us", "epoch_utc", "force_model", "launch", "leap_seconds", "limits", "longest_quiet_us", "match_account_ms", "match_handle", "objects", "own_vehicle", "role", "rules", "rules_revision", "scenario", "scenario_hash", "score_lines", "seat", "side", "stations", "teammates", "turn_account_ms"]
    class ClockMode(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    class Role(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    AGENT_SEED_FIELD_NUMBER: _ClassVar[int]
    ASSETS_FIELD_NUMBER: _ClassVar[int]
    CLOCK_MODE_BUDGETED: Briefing.ClockMode
    CLOCK_MODE_FIELD_NUMBER: _ClassVar[int]
    CLOCK_MODE_LOCKSTEP: Briefing.ClockMode
    CLOCK_MODE_UNSPECIFIED: Briefing.ClockMode
    DURATION_US_FIELD_NUMBER: _ClassVar[int]
    EPOCH_UTC_FIELD_NUMBER: _ClassVar[int]
    FORCE_MODEL_FIELD_NUMBER: _ClassVar[int]
    LAUNCH_FIELD_NUMBER: _ClassVar[int]
    LEAP_SECONDS_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    LONGEST_QUIET_US_FIELD_NUMBER: _ClassVar[int]
    MATCH_ACCOUNT_MS_FIELD_NUMBER: _ClassVar[int]
    MATCH_HANDLE_FIELD_NUMBER: _ClassVar[int]
    OBJECTS_FIELD_NUMBER: _ClassVar[int]
    OWN_VEHICLE_FIELD_NUMBER: _ClassVar[int]
    ROLE_ADVERSARY: Briefing.Role
    ROLE_FIELD_NUMBER: _ClassVar[int]
    ROLE_INSPECTOR: Briefing.Role
    ROLE_LAUNCH_PROVIDER: Briefing.Role
    ROLE_TARGET: Briefing.Role
    ROLE_UNSPECIFIED: Briefing.Role
    RULES_FIELD_NUMBER: _ClassVar[int]
    RULES_REVISION_FIELD_NUMBER: _ClassVar[int]
    SCENARIO_FIELD_NUMBER: _ClassVar[int]
    SCENARIO_HASH_FIELD_NUMBER: _ClassVar[int]
    SCORE_LINES_FIELD_NUMBER: _ClassVar[int]
    SEAT_FIELD_NUMBER: _ClassVar[int]
    SIDE_FIELD_NUMBER: _ClassVar[int]
    STATIONS_FIELD_NUMBER: _ClassVar[int]
    TEAMMATES_FIELD_NUMBER: _ClassVar[int]
    TURN_ACCOUNT_MS_FIELD_NUMBER: _ClassVar[int]
    agent_seed: int
    assets: _containers.RepeatedCompositeFieldContainer[Asset]
    clock_mode: Briefing.ClockMode
    duration_us: int
    epoch_utc: str
    force_model: ForceModel
    launch: LaunchBrief
    leap_seconds: int
    limits: Limits
    longest_quiet_us: int
    match_account_ms: int
    match_handle: str
    objects: _containers.RepeatedCompositeFieldContainer[ObjectOfInterest]
    own_vehicle: Vehicle
    role: Briefing.Role
    rules: PublicRules
    rules_revision: int
    scenario: str
    scenario_hash: str
    score_lines: _containers.RepeatedCompositeFieldContainer[ScoreLine]
    seat: str
    side: str
    stations: _containers.RepeatedCompositeFieldContainer[GroundStation]
    teammates: _containers.RepeatedScalarFieldContainer[str]
    turn_account_ms: int
    def __init__(self, match_handle: _Optional[str] = ..., seat: _Optional[str] = ..., role: _Optional[_Union[Briefing.Role, str]] = ..., side: _Optional[str] = ..., rules_revision: _Optional[int] = ..., scenario: _Optional[str] = ..., scenario_hash: _Optional[str] = ..., epoch_utc: _Optional[str] = ..., leap_seconds: _Optional[int] = ..., duration_us: _Optional[int] = ..., longest_quiet_us: _Optional[int] = ..., clock_mode: _Optional[_Union[Briefing.ClockMode, str]] = ..., turn_account_ms: _Optional[int] = ..., match_account_ms: _Optional[int] = ..., agent_seed: _Optional[int] = ..., force_model: _Optional[_Union[ForceModel, _Mapping]] = ..., own_vehicle: _Optional[_Union[Vehicle, _Mapping]] = ..., objects: _Optional[_Iterable[_Union[ObjectOfInterest, _Mapping]]] = ..., teammates: _Optional[_Iterable[str]] = ..., rules: _Optional[_Union[PublicRules, _Mapping]] = ..., score_lines: _Optional[_Iterable[_Union[ScoreLine, _Mapping]]] = ..., stations: _Optional[_Iterable[_Union[GroundStation, _Mapping]]] = ..., launch: _Optional[_Union[LaunchBrief, _Mapping]] = ..., assets: _Optional[_Iterable[_Union[Asset, _Mapping]]] = ..., limits: _Optional[_Union[Limits, _Mapping]] = ...) -> None: ...

class Cue(_message.Message):
    __slots__ = ["estimate", "event_time_us", "heading_rad", "heading_sigma_rad", "kind", "latitude_rad", "longitude_rad", "object_id", "site", "time_sigma_s", "time_us"]
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    ESTIMATE_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_US_FIELD_NUMBER: _ClassVar[int]
    HEADING_RAD_FIELD_NUMBER: _ClassVar[int]
    HEADING_SIGMA_RAD_FIELD_NUMBER: _ClassVar[int]
    KIND_ELEMENTS: Cue.Kind
    KIND_FIELD_NUMBER: _ClassVar[int]
    KIND_LAUNCH_FLASH: Cue.Kind
    KIND_UNSPECIFIED: Cue.Kind
    LATITUDE_RAD_FIELD_NUMBER: _ClassVar[int]
    LONGITUDE_RAD_FIELD_NUMBER: _ClassVar[int]
    OBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    SITE_FIELD_NUMBER: _ClassVar[int]
    TIME_SIGMA_S_FIELD_NUMBER: _ClassVar[int]
    TIME_US_FIELD_NUMBER: _ClassVar[int]
    estimate: _geometry_pb2.StateEstimate
    event_time_us: int
    heading_rad: float
    heading_sigma_rad: float
    kind: Cue.Kind
    latitude_rad: float
    longitude_rad: float
    object_id: str
    site: str
    time_sigma_s: float
    time_us: int
    def __init__(self, time_us: _Optional[int] = ..., kind: _Optional[_Union[Cue.Kind, str]] = ..., event_time_us: _Optional[int] = ..., time_sigma_s: _Optional[float] = ..., site: _Optional[str] = ..., latitude_rad: _Optional[float] = ..., longitude_rad: _Optional[float] = ..., heading_rad: _Optional[float] = ..., heading_sigma_rad: _Optional[float] = ..., object_id: _Optional[str] = ..., estimate: _Optional[_Union[_geometry_pb2.StateEstimate, _Mapping]] = ...) -> None: ...

class Dazzler(_message.Message):
    __slots__ = ["beam_rad", "duty_s", "glare_rad", "range_m", "recovery_s"]
    BEAM_RAD_FIELD_NUMBER: _ClassVar[int]
    DUTY_S_FIELD_NUMBER: _ClassVar[int]
    GLARE_RAD_FIELD_NUMBER: _ClassVar[int]
    RANGE_M_FIELD_NUMBER: _ClassVar[int]
    RECOVERY_S_FIELD_NUMBER: _ClassVar[int]
    beam_rad: float
    duty_s: float
    glare_rad: float
    range_m: float
    recovery_s: float
    def __init__(self, range_m: _Optional[float] = ..., beam_rad: _Optional[float] = ..., glare_rad: _Optional[float] = ..., recovery_s: _Optional[float] = ..., duty_s: _Optional[float] = ...) -> None: ...

class Decoys(_message.Message):
    __slots__ = ["albedo", "count", "radius_m", "speed_mps"]
    ALBEDO_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    RADIUS_M_FIELD_NUMBER: _ClassVar[int]
    SPEED_MPS_FIELD_NUMBER: _ClassVar[int]
    albedo: float
    count: int
    radius_m: float
    speed_mps: float
    def __init__(self, count: _Optional[int] = ..., radius_m: _Optional[float] = ..., albedo: _Optional[float] = ..., speed_mps: _Optional[float] = ...) -> None: ...

class Detection(_message.Message):
    __slots__ = ["direction_eci", "magnitude", "r_camera_eci_m", "rate_eci_radps", "sigma_rad", "time_us"]
    DIRECTION_ECI_FIELD_NUMBER: _ClassVar[int]
    MAGNITUDE_FIELD_NUMBER: _ClassVar[int]
    RATE_ECI_RADPS_FIELD_NUMBER: _ClassVar[int]
    R_CAMERA_ECI_M_FIELD_NUMBER: _ClassVar[int]
    SIGMA_RAD_FIELD_NUMBER: _ClassVar[int]
    TIME_US_FIELD_NUMBER: _ClassVar[int]
    direction_eci: _geometry_pb2.Vec3
    magnitude: float
    r_camera_eci_m: _geometry_pb2.Vec3
    rate_eci_radps: _geometry_pb2.Vec3
    sigma_rad: float
    time_us: int
    def __init__(self, time_us: _Optional[int] = ..., direction_eci: _Optional[_Union[_geometry_pb2.Vec3, _Mapping]] = ..., rate_eci_radps: _Optional[_Union[_geometry_pb2.Vec3, _Mapping]] = ..., magnitude: _Optional[float] = ..., r_camera_eci_m: _Optional[_Union[_geometry_pb2.Vec3, _Mapping]] = ..., sigma_rad: _Optional[float] = ...) -> None: ...

class ExecutionErrors(_message.Message):
    __slots__ = ["magnitude_fraction", "magnitude_mps", "pointing_mps", "pointing_rad"]
    MAGNITUDE_FRACTION_FIELD_NUMBER: _ClassVar[int]
    MAGNITUDE_MPS_FIELD_NUMBER: _ClassVar[int]
    POINTING_MPS_FIELD_NUMBER: _ClassVar[int]
    POINTING_RAD_FIELD_NUMBER: _ClassVar[int]
    magnitude_fraction: float
    magnitude_mps: float
    pointing_mps: float
    pointing_rad: float
    def __init__(self, magnitude_fraction: _Optional[float] = ..., magnitude_mps: _Optional[float] = ..., pointing_rad: _Optional[float] = ..., pointing_mps: _Optional[float] = ...) -> None: ...

class ForceModel(_message.Message):
    __slots__ = ["drag", "gravity_degree", "gravity_order", "moon", "solar_pressure", "sun"]
    DRAG_FIELD_NUMBER: _ClassVar[int]
    GRAVITY_DEGREE_FIELD_NUMBER: _ClassVar[int]
    GRAVITY_ORDER_FIELD_NUMBER: _ClassVar[int]
    MOON_FIELD_NUMBER: _ClassVar[int]
    SOLAR_PRESSURE_FIELD_NUMBER: _ClassVar[int]
    SUN_FIELD_NUMBER: _ClassVar[int]
    drag: bool
    gravity_degree: int
    gravity_order: int
    moon: bool
    solar_pressure: bool
    sun: bool
    def __init__(self, gravity_degree: _Optional[int] = ..., gravity_order: _Optional[int] = ..., sun: bool = ..., moon: bool = ..., drag: bool = ..., solar_pressure: bool = ...) -> None: ...

class GameOver(_message.Message):
    __slots__ = ["match_handle", "reason", "result", "scores", "seat", "seat_at_fault", "seed", "time_us", "winner"]
    MATCH_HANDLE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    SCORES_FIELD_NUMBER: _ClassVar[int]
    SEAT_AT_FAULT_FIELD_NUMBER: _ClassVar[int]
    SEAT_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    TIME_US_FIELD_NUMBER: _ClassVar[int]
    WINNER_FIELD_NUMBER: _ClassVar[int]
    match_handle: str
    reason: str
    result: ResultKind
    scores: _containers.RepeatedCompositeFieldContainer[SideScore]
    seat: str
    seat_at_fault: str
    seed: int
    time_us: int
    winner: str
    def __init__(self, match_handle: _Optional[str] = ..., seat: _Optional[str] = ..., time_us: _Optional[int] = ..., result: _Optional[_Union[ResultKind, str]] = ..., winner: _Optional[str] = ..., reason: _Optional[str] = ..., scores: _Optional[_Iterable[_Union[SideScore, _Mapping]]] = ..., seed: _Optional[int] = ..., seat_at_fault: _Optional[str] = ...) -> None: ...

class GroundStation(_message.Message):
    __slots__ = ["height_m", "latitude_rad", "longitude_rad", "min_elevation_rad", "name", "rate_bps"]
    HEIGHT_M_FIELD_NUMBER: _ClassVar[int]
    LATITUDE_RAD_FIELD_NUMBER: _ClassVar[int]
    LONGITUDE_RAD_FIELD_NUMBER: _ClassVar[int]
    MIN_ELEVATION_RAD_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    RATE_BPS_FIELD_NUMBER: _ClassVar[int]
    height_m: float
    latitude_rad: float
    longitude_rad: float
    min_elevation_rad: float
    name: str
    rate_bps: float
    def __init__(self, name: _Optional[str] = ..., latitude_rad: _Optional[float] = ..., longitude_rad: _Optional[float] = ..., height_m: _Optional[float] = ..., min_elevation_rad: _Optional[float] = ..., rate_bps: _Optional[float] = ...) -> None: ...

class ImageReport(_message.Message):
    __slots__ = ["delivered", "facets", "gsd_m", "image_id", "object_id", "quality", "range_m", "time_us"]
    class Quality(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    DELIVERED_FIELD_NUMBER: _ClassVar[int]
    FACETS_FIELD_NUMBER: _ClassVar[int]
    GSD_M_FIELD_NUMBER: _ClassVar[int]
    IMAGE_ID_FIELD_NUMBER: _ClassVar[int]
    OBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    QUALITY_DARK: ImageReport.Quality
    QUALITY_FIELD_NUMBER: _ClassVar[int]
    QUALITY_GOOD: ImageReport.Quality
    QUALITY_NOT_IN_FRAME: ImageReport.Quality
    QUALITY_SMEARED: ImageReport.Quality
    QUALITY_SUN_IN_CAMERA: ImageReport.Quality
    QUALITY_TOO_FAR: ImageReport.Quality
    QUALITY_UNSPECIFIED: ImageReport.Quality
    RANGE_M_FIELD_NUMBER: _ClassVar[int]
    TIME_US_FIELD_NUMBER: _ClassVar[int]
    delivered: bool
    facets: _containers.RepeatedScalarFieldContainer[int]
    gsd_m: float
    image_id: str
    object_id: str
    quality: ImageReport.Quality
    range_m: float
    time_us: int
    def __init__(self, image_id: _Optional[str] = ..., time_us: _Optional[int] = ..., object_id: _Optional[str] = ..., facets: _Optional[_Iterable[int]] = ..., gsd_m: _Optional[float] = ..., range_m: _Optional[float] = ..., quality: _Optional[_Union[ImageReport.Quality, str]] = ..., delivered: bool = ...) -> None: ...

class ImagingCamera(_message.Message):
    __slots__ = ["exposure_s", "field_of_view_rad", "gsd_max_m", "ifov_rad", "image_bytes", "incidence_max_rad", "range_max_m", "snr_min", "sun_exclusion_rad", "view_max_rad"]
    EXPOSURE_S_FIELD_NUMBER: _ClassVar[int]
    FIELD_OF_VIEW_RAD_FIELD_NUMBER: _ClassVar[int]
    GSD_MAX_M_FIELD_NUMBER: _ClassVar[int]
    IFOV_RAD_FIELD_NUMBER: _ClassVar[int]
    IMAGE_BYTES_FIELD_NUMBER: _ClassVar[int]
    INCIDENCE_MAX_RAD_FIELD_NUMBER: _ClassVar[int]
    RANGE_MAX_M_FIELD_NUMBER: _ClassVar[int]
    SNR_MIN_FIELD_NUMBER: _ClassVar[int]
    SUN_EXCLUSION_RAD_FIELD_NUMBER: _ClassVar[int]
    VIEW_MAX_RAD_FIELD_NUMBER: _ClassVar[int]
    exposure_s: float
    field_of_view_rad: float
    gsd_max_m: float
    ifov_rad: float
    image_bytes: int
    incidence_max_rad: float
    range_max_m: float
    snr_min: float
    sun_exclusion_rad: float
    view_max_rad: float
    def __init__(self, ifov_rad: _Optional[float] = ..., exposure_s: _Optional[float] = ..., gsd_max_m: _Optional[float] = ..., range_max_m: _Optional[float] = ..., incidence_max_rad: _Optional[float] = ..., view_max_rad: _Optional[float] = ..., snr_min: _Optional[float] = ..., sun_exclusion_rad: _Optional[float] = ..., field_of_view_rad: _Optional[float] = ..., image_bytes: _Optional[int] = ...) -> None: ...

class Jammer(_message.Message):
    __slots__ = ["duty_s", "range_m"]
    DUTY_S_FIELD_NUMBER: _ClassVar[int]
    RANGE_M_FIELD_NUMBER: _ClassVar[int]
    duty_s: float
    range_m: float
    def __init__(self, range_m: _Optional[float] = ..., duty_s: _Optional[float] = ...) -> None: ...

class LaunchBrief(_message.Message):
    __slots__ = ["count_s", "crews", "eccentricity_max", "latitude_rad", "longitude_rad", "ordered_orbit", "recycle_s", "separation_after_liftoff_s", "site", "tasks", "windows"]
    COUNT_S_FIELD_NUMBER: _ClassVar[int]
    CREWS_FIELD_NUMBER: _ClassVar[int]
    ECCENTRICITY_MAX_FIELD_NUMBER: _ClassVar[int]
    LATITUDE_RAD_FIELD_NUMBER: _ClassVar[int]
    LONGITUDE_RAD_FIELD_NUMBER: _ClassVar[int]
    ORDERED_ORBIT_FIELD_NUMBER: _ClassVar[int]
    RECYCLE_S_FIELD_NUMBER: _ClassVar[int]
    SEPARATION_AFTER_LIFTOFF_S_FIELD_NUMBER: _ClassVar[int]
    SITE_FIELD_NUMBER: _ClassVar[int]
    TASKS_FIELD_NUMBER: _ClassVar[int]
    WINDOWS_FIELD_NUMBER: _ClassVar[int]
    count_s: float
    crews: int
    eccentricity_max: float
    latitude_rad: float
    longitude_rad: float
    ordered_orbit: OrbitPlane
    recycle_s: float
    separation_after_liftoff_s: float
    site: str
    tasks: _containers.RepeatedCompositeFieldContainer[TaskBrief]
    windows: _containers.RepeatedCompositeFieldContainer[LaunchWindow]
    def __init__(self, site: _Optional[str] = ..., latitude_rad: _Optional[float] = ..., longitude_rad: _Optional[float] = ..., ordered_orbit: _Optional[_Union[OrbitPlane, _Mapping]] = ..., eccentricity_max: _Optional[float] = ..., tasks: _Optional[_Iterable[_Union[TaskBrief, _Mapping]]] = ..., crews: _Optional[int] = ..., windows: _Optional[_Iterable[_Union[LaunchWindow, _Mapping]]] = ..., separation_after_liftoff_s: _Optional[float] = ..., count_s: _Optional[float] = ..., recycle_s: _Optional[float] = ...) -> None: ...

class LaunchStatus(_message.Message):
    __slots__ = ["crews_free", "detail", "forecast", "insertion", "lifted_off", "liftoff_time_us", "ready", "released", "separated", "tasks", "windows"]
    CREWS_FREE_FIELD_NUMBER: _ClassVar[int]
    DETAIL_FIELD_NUMBER: _ClassVar[int]
    FORECAST_FIELD_NUMBER: _ClassVar[int]
    INSERTION_FIELD_NUMBER: _ClassVar[int]
    LIFTED_OFF_FIELD_NUMBER: _ClassVar[int]
    LIFTOFF_TIME_US_FIELD_NUMBER: _ClassVar[int]
    READY_FIELD_NUMBER: _ClassVar[int]
    RELEASED_FIELD_NUMBER: _ClassVar[int]
    SEPARATED_FIELD_NUMBER: _ClassVar[int]
    TASKS_FIELD_NUMBER: _ClassVar[int]
    WINDOWS_FIELD_NUMBER: _ClassVar[int]
    crews_free: int
    detail: str
    forecast: _containers.RepeatedCompositeFieldContainer[WeatherForecast]
    insertion: _geometry_pb2.StateEstimate
    lifted_off: bool
    liftoff_time_us: int
    ready: bool
    released: bool
    separated: bool
    tasks: _containers.RepeatedCompositeFieldContainer[TaskStatus]
    windows: _containers.RepeatedCompositeFieldContainer[LaunchWindow]
    def __init__(self, tasks: _Optional[_Iterable[_Union[TaskStatus, _Mapping]]] = ..., windows: _Optional[_Iterable[_Union[LaunchWindow, _Mapping]]] = ..., liftoff_time_us: _Optional[int] = ..., ready: bool = ..., released: bool = ..., lifted_off: bool = ..., separated: bool = ..., forecast: _Optional[_Iterable[_Union[WeatherForecast, _Mapping]]] = ..., crews_free: _Optional[int] = ..., insertion: _Optional[_Union[_geometry_pb2.StateEstimate, _Mapping]] = ..., detail: _Optional[str] = ...) -> None: ...

class LaunchWindow(_message.Message):
    __slots__ = ["close_time_us", "name", "nominal_time_us", "open_time_us"]
    CLOSE_TIME_US_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    NOMINAL_TIME_US_FIELD_NUMBER: _ClassVar[int]
    OPEN_TIME_US_FIELD_NUMBER: _ClassVar[int]
    close_time_us: int
    name: str
    nominal_time_us: int
    open_time_us: int
    def __init__(self, name: _Optional[str] = ..., open_time_us: _Optional[int] = ..., nominal_time_us: _Optional[int] = ..., close_time_us: _Optional[int] = ...) -> None: ...

class Limits(_message.Message):
    __slots__ = ["decision_bytes", "message_bytes", "orders_per_turn", "watchdog_ms"]
    DECISION_BYTES_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_BYTES_FIELD_NUMBER: _ClassVar[int]
    ORDERS_PER_TURN_FIELD_NUMBER: _ClassVar[int]
    WATCHDOG_MS_FIELD_NUMBER: _ClassVar[int]
    decision_bytes: int
    message_bytes: int
    orders_per_turn: int
    watchdog_ms: int
    def __init__(self, orders_per_turn: _Optional[int] = ..., decision_bytes: _Optional[int] = ..., message_bytes: _Optional[int] = ..., watchdog_ms: _Optional[int] = ...) -> None: ...

class LineScore(_message.Message):
    __slots__ = ["name", "points", "value"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    name: str
    points: float
    value: float
    def __init__(self, name: _Optional[str] = ..., value: _Optional[float] = ..., points: _Optional[float] = ...) -> None: ...

class Mail(_message.Message):
    __slots__ = ["body", "from_seat", "time_us"]
    BODY_FIELD_NUMBER: _ClassVar[int]
    FROM_SEAT_FIELD_NUMBER: _ClassVar[int]
    TIME_US_FIELD_NUMBER: _ClassVar[int]
    body: bytes
    from_seat: str
    time_us: int
    def __init__(self, time_us: _Optional[int] = ..., from_seat: _Optional[str] = ..., body: _Optional[bytes] = ...) -> None: ...

class Navigation(_message.Message):
    __slots__ = ["position_sigma_m", "velocity_sigma_mps"]
    POSITION_SIGMA_M_FIELD_NUMBER: _ClassVar[int]
    VELOCITY_SIGMA_MPS_FIELD_NUMBER: _ClassVar[int]
    position_sigma_m: float
    velocity_sigma_mps: float
    def __init__(self, position_sigma_m: _Optional[float] = ..., velocity_sigma_mps: _Optional[float] = ...) -> None: ...

class ObjectOfInterest(_message.Message):
    __slots__ = ["albedo", "estimate", "facets", "name", "object_id", "ordered_orbit", "radius_m", "side"]
    ALBEDO_FIELD_NUMBER: _ClassVar[int]
    ESTIMATE_FIELD_NUMBER: _ClassVar[int]
    FACETS_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    OBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    ORDERED_ORBIT_FIELD_NUMBER: _ClassVar[int]
    RADIUS_M_FIELD_NUMBER: _ClassVar[int]
    SIDE_FIELD_NUMBER: _ClassVar[int]
    albedo: float
    estimate: _geometry_pb2.StateEstimate
    facets: int
    name: str
    object_id: str
    ordered_orbit: OrbitPlane
    radius_m: float
    side: str
    def __init__(self, object_id: _Optional[str] = ..., name: _Optional[str] = ..., side: _Optional[str] = ..., radius_m: _Optional[float] = ..., albedo: _Optional[float] = ..., facets: _Optional[int] = ..., estimate: _Optional[_Union[_geometry_pb2.StateEstimate, _Mapping]] = ..., ordered_orbit: _Optional[_Union[OrbitPlane, _Mapping]] = ...) -> None: ...

class OrbitPlane(_message.Message):
    __slots__ = ["altitude_m", "altitude_tolerance_m", "inclination_rad", "inclination_tolerance_rad", "raan_rad", "raan_tolerance_rad"]
    ALTITUDE_M_FIELD_NUMBER: _ClassVar[int]
    ALTITUDE_TOLERANCE_M_FIELD_NUMBER: _ClassVar[int]
    INCLINATION_RAD_FIELD_NUMBER: _ClassVar[int]
    INCLINATION_TOLERANCE_RAD_FIELD_NUMBER: _ClassVar[int]
    RAAN_RAD_FIELD_NUMBER: _ClassVar[int]
    RAAN_TOLERANCE_RAD_FIELD_NUMBER: _ClassVar[int]
    altitude_m: float
    altitude_tolerance_m: float
    inclination_rad: float
    inclination_tolerance_rad: float
    raan_rad: float
    raan_tolerance_rad: float
    def __init__(self, altitude_m: _Optional[float] = ..., inclination_rad: _Optional[float] = ..., raan_rad: _Optional[float] = ..., altitude_tolerance_m: _Optional[float] = ..., inclination_tolerance_rad: _Optional[float] = ..., raan_tolerance_rad: _Optional[float] = ...) -> None: ...

class OrderState(_message.Message):
    __slots__ = ["detail", "order_id", "state", "time_us"]
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    DETAIL_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_CANCELLED: OrderState.State
    STATE_DONE: OrderState.State
    STATE_FAILED: OrderState.State
    STATE_FIELD_NUMBER: _ClassVar[int]
    STATE_RUNNING: OrderState.State
    STATE_UNSPECIFIED: OrderState.State
    STATE_WAITING: OrderState.State
    TIME_US_FIELD_NUMBER: _ClassVar[int]
    detail: str
    order_id: str
    state: OrderState.State
    time_us: int
    def __init__(self, order_id: _Optional[str] = ..., state: _Optional[_Union[OrderState.State, str]] = ..., time_us: _Optional[int] = ..., detail: _Optional[str] = ...) -> None: ...

class OwnState(_message.Message):
    __slots__ = ["commandable", "dv_left_mps", "estimate", "in_sunlight", "mass_kg", "propellant_kg", "q_b_eci"]
    COMMANDABLE_FIELD_NUMBER: _ClassVar[int]
    DV_LEFT_MPS_FIELD_NUMBER: _ClassVar[int]
    ESTIMATE_FIELD_NUMBER: _ClassVar[int]
    IN_SUNLIGHT_FIELD_NUMBER: _ClassVar[int]
    MASS_KG_FIELD_NUMBER: _ClassVar[int]
    PROPELLANT_KG_FIELD_NUMBER: _ClassVar[int]
    Q_B_ECI_FIELD_NUMBER: _ClassVar[int]
    commandable: bool
    dv_left_mps: float
    estimate: _geometry_pb2.StateEstimate
    in_sunlight: bool
    mass_kg: float
    propellant_kg: float
    q_b_eci: _geometry_pb2.Quaternion
    def __init__(self, estimate: _Optional[_Union[_geometry_pb2.StateEstimate, _Mapping]] = ..., q_b_eci: _Optional[_Union[_geometry_pb2.Quaternion, _Mapping]] = ..., mass_kg: _Optional[float] = ..., propellant_kg: _Optional[float] = ..., dv_left_mps: _Optional[float] = ..., commandable: bool = ..., in_sunlight: bool = ...) -> None: ...

class Plate(_message.Message):
    __slots__ = ["albedo", "area_m2", "normal_b", "two_sided"]
    ALBEDO_FIELD_NUMBER: _ClassVar[int]
    AREA_M2_FIELD_NUMBER: _ClassVar[int]
    NORMAL_B_FIELD_NUMBER: _ClassVar[int]
    TWO_SIDED_FIELD_NUMBER: _ClassVar[int]
    albedo: float
    area_m2: float
    normal_b: _geometry_pb2.Vec3
    two_sided: bool
    def __init__(self, normal_b: _Optional[_Union[_geometry_pb2.Vec3, _Mapping]] = ..., area_m2: _Optional[float] = ..., albedo: _Optional[float] = ..., two_sided: bool = ...) -> None: ...

class PublicRules(_message.Message):
    __slots__ = ["custody_hold_s", "custody_nees_max", "custody_sigma3_fraction", "custody_sigma3_m", "draw_band", "keep_out_m", "max_illegal_orders", "passive_safety_inside_m", "passive_safety_orbits", "speed_limit_base_mps", "speed_limit_inside_m", "speed_limit_per_mean_motion"]
    CUSTODY_HOLD_S_FIELD_NUMBER: _ClassVar[int]
    CUSTODY_NEES_MAX_FIELD_NUMBER: _ClassVar[int]
    CUSTODY_SIGMA3_FRACTION_FIELD_NUMBER: _ClassVar[int]
    CUSTODY_SIGMA3_M_FIELD_NUMBER: _ClassVar[int]
    DRAW_BAND_FIELD_NUMBER: _ClassVar[int]
    KEEP_OUT_M_FIELD_NUMBER: _ClassVar[int]
    MAX_ILLEGAL_ORDERS_FIELD_NUMBER: _ClassVar[int]
    PASSIVE_SAFETY_INSIDE_M_FIELD_NUMBER: _ClassVar[int]
    PASSIVE_SAFETY_ORBITS_FIELD_NUMBER: _ClassVar[int]
    SPEED_LIMIT_BASE_MPS_FIELD_NUMBER: _ClassVar[int]
    SPEED_LIMIT_INSIDE_M_FIELD_NUMBER: _ClassVar[int]
    SPEED_LIMIT_PER_MEAN_MOTION_FIELD_NUMBER: _ClassVar[int]
    custody_hold_s: float
    custody_nees_max: float
    custody_sigma3_fraction: float
    custody_sigma3_m: float
    draw_band: float
    keep_out_m: float
    max_illegal_orders: int
    passive_safety_inside_m: float
    passive_safety_orbits: float
    speed_limit_base_mps: float
    speed_limit_inside_m: float
    speed_limit_per_mean_motion: float
    def __init__(self, keep_out_m: _Optional[float] = ..., passive_safety_orbits: _Optional[float] = ..., passive_safety_inside_m: _Optional[float] = ..., speed_limit_base_mps: _Optional[float] = ..., speed_limit_per_mean_motion: _Optional[float] = ..., speed_limit_inside_m: _Optional[float] = ..., custody_nees_max: _Optional[float] = ..., custody_sigma3_m: _Optional[float] = ..., custody_sigma3_fraction: _Optional[float] = ..., custody_hold_s: _Optional[float] = ..., draw_band: _Optional[float] = ..., max_illegal_orders: _Optional[int] = ...) -> None: ...

class RangeFix(_message.Message):
    __slots__ = ["direction_eci", "object_id", "r_sensor_eci_m", "range_m", "sigma_m", "sigma_rad", "time_us"]
    DIRECTION_ECI_FIELD_NUMBER: _ClassVar[int]
    OBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    RANGE_M_FIELD_NUMBER: _ClassVar[int]
    R_SENSOR_ECI_M_FIELD_NUMBER: _ClassVar[int]
    SIGMA_M_FIELD_NUMBER: _ClassVar[int]
    SIGMA_RAD_FIELD_NUMBER: _ClassVar[int]
    TIME_US_FIELD_NUMBER: _ClassVar[int]
    direction_eci: _geometry_pb2.Vec3
    object_id: str
    r_sensor_eci_m: _geometry_pb2.Vec3
    range_m: float
    sigma_m: float
    sigma_rad: float
    time_us: int
    def __init__(self, time_us: _Optional[int] = ..., object_id: _Optional[str] = ..., range_m: _Optional[float] = ..., sigma_m: _Optional[float] = ..., direction_eci: _Optional[_Union[_geometry_pb2.Vec3, _Mapping]] = ..., r_sensor_eci_m: _Optional[_Union[_geometry_pb2.Vec3, _Mapping]] = ..., sigma_rad: _Optional[float] = ...) -> None: ...

class RangingSensor(_message.Message):
    __slots__ = ["cone_rad", "range_max_m", "sigma_fraction", "sigma_m"]
    CONE_RAD_FIELD_NUMBER: _ClassVar[int]
    RANGE_MAX_M_FIELD_NUMBER: _ClassVar[int]
    SIGMA_FRACTION_FIELD_NUMBER: _ClassVar[int]
    SIGMA_M_FIELD_NUMBER: _ClassVar[int]
    cone_rad: float
    range_max_m: float
    sigma_fraction: float
    sigma_m: float
    def __init__(self, range_max_m: _Optional[float] = ..., sigma_m: _Optional[float] = ..., sigma_fraction: _Optional[float] = ..., cone_rad: _Optional[float] = ...) -> None: ...

class Ruling(_message.Message):
    __slots__ = ["code", "order_id", "sentence"]
    CODE_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    SENTENCE_FIELD_NUMBER: _ClassVar[int]
    code: RulingCode
    order_id: str
    sentence: str
    def __init__(self, order_id: _Optional[str] = ..., code: _Optional[_Union[RulingCode, str]] = ..., sentence: _Optional[str] = ...) -> None: ...

class ScoreLine(_message.Message):
    __slots__ = ["full", "name", "points", "side", "words", "zero"]
    FULL_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    SIDE_FIELD_NUMBER: _ClassVar[int]
    WORDS_FIELD_NUMBER: _ClassVar[int]
    ZERO_FIELD_NUMBER: _ClassVar[int]
    full: float
    name: str
    points: float
    side: str
    words: str
    zero: float
    def __init__(self, name: _Optional[str] = ..., side: _Optional[str] = ..., zero: _Optional[float] = ..., full: _Optional[float] = ..., points: _Optional[float] = ..., words: _Optional[str] = ...) -> None: ...

class SearchCamera(_message.Message):
    __slots__ = ["bias_per_pass_rad", "dark_limb_exclusion_rad", "dwell_s", "false_alarms_per_frame", "field_of_view_rad", "limiting_magnitude", "limiting_snr", "lit_limb_exclusion_rad", "moon_exclusion_rad", "noise_rad", "rate_noise_radps", "settle_s", "slew_radps", "sun_exclusion_rad"]
    BIAS_PER_PASS_RAD_FIELD_NUMBER: _ClassVar[int]
    DARK_LIMB_EXCLUSION_RAD_FIELD_NUMBER: _ClassVar[int]
    DWELL_S_FIELD_NUMBER: _ClassVar[int]
    FALSE_ALARMS_PER_FRAME_FIELD_NUMBER: _ClassVar[int]
    FIELD_OF_VIEW_RAD_FIELD_NUMBER: _ClassVar[int]
    LIMITING_MAGNITUDE_FIELD_NUMBER: _ClassVar[int]
    LIMITING_SNR_FIELD_NUMBER: _ClassVar[int]
    LIT_LIMB_EXCLUSION_RAD_FIELD_NUMBER: _ClassVar[int]
    MOON_EXCLUSION_RAD_FIELD_NUMBER: _ClassVar[int]
    NOISE_RAD_FIELD_NUMBER: _ClassVar[int]
    RATE_NOISE_RADPS_FIELD_NUMBER: _ClassVar[int]
    SETTLE_S_FIELD_NUMBER: _ClassVar[int]
    SLEW_RADPS_FIELD_NUMBER: _ClassVar[int]
    SUN_EXCLUSION_RAD_FIELD_NUMBER: _ClassVar[int]
    bias_per_pass_rad: float
    dark_limb_exclusion_rad: float
    dwell_s: float
    false_alarms_per_frame: float
    field_of_view_rad: float
    limiting_magnitude: float
    limiting_snr: float
    lit_limb_exclusion_rad: float
    moon_exclusion_rad: float
    noise_rad: float
    rate_noise_radps: float
    settle_s: float
    slew_radps: float
    sun_exclusion_rad: float
    def __init__(self, field_of_view_rad: _Optional[float] = ..., limiting_magnitude: _Optional[float] = ..., limiting_snr: _Optional[float] = ..., noise_rad: _Optional[float] = ..., bias_per_pass_rad: _Optional[float] = ..., dwell_s: _Optional[float] = ..., settle_s: _Optional[float] = ..., slew_radps: _Optional[float] = ..., sun_exclusion_rad: _Optional[float] = ..., moon_exclusion_rad: _Optional[float] = ..., lit_limb_exclusion_rad: _Optional[float] = ..., dark_limb_exclusion_rad: _Optional[float] = ..., false_alarms_per_frame: _Optional[float] = ..., rate_noise_radps: _Optional[float] = ...) -> None: ...

class SideScore(_message.Message):
    __slots__ = ["lines", "points", "side"]
    LINES_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    SIDE_FIELD_NUMBER: _ClassVar[int]
    lines: _containers.RepeatedCompositeFieldContainer[LineScore]
    points: float
    side: str
    def __init__(self, side: _Optional[str] = ..., points: _Optional[float] = ..., lines: _Optional[_Iterable[_Union[LineScore, _Mapping]]] = ...) -> None: ...

class StationLink(_message.Message):
    __slots__ = ["elevation_rad", "in_view", "queue_bytes", "station"]
    ELEVATION_RAD_FIELD_NUMBER: _ClassVar[int]
    IN_VIEW_FIELD_NUMBER: _ClassVar[int]
    QUEUE_BYTES_FIELD_NUMBER: _ClassVar[int]
    STATION_FIELD_NUMBER: _ClassVar[int]
    elevation_rad: float
    in_view: bool
    queue_bytes: int
    station: str
    def __init__(self, station: _Optional[str] = ..., elevation_rad: _Optional[float] = ..., in_view: bool = ..., queue_bytes: _Optional[int] = ...) -> None: ...

class TaskBrief(_message.Message):
    __slots__ = ["after", "duration_high_s", "duration_low_s", "duration_mode_s", "expedite_factor", "expedite_risk", "starts_by_itself", "task"]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    DURATION_HIGH_S_FIELD_NUMBER: _ClassVar[int]
    DURATION_LOW_S_FIELD_NUMBER: _ClassVar[int]
    DURATION_MODE_S_FIELD_NUMBER: _ClassVar[int]
    EXPEDITE_FACTOR_FIELD_NUMBER: _ClassVar[int]
    EXPEDITE_RISK_FIELD_NUMBER: _ClassVar[int]
    STARTS_BY_ITSELF_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    after: _containers.RepeatedScalarFieldContainer[str]
    duration_high_s: float
    duration_low_s: float
    duration_mode_s: float
    expedite_factor: float
    expedite_risk: float
    starts_by_itself: bool
    task: str
    def __init__(self, task: _Optional[str] = ..., after: _Optional[_Iterable[str]] = ..., duration_low_s: _Optional[float] = ..., duration_mode_s: _Optional[float] = ..., duration_high_s: _Optional[float] = ..., expedite_factor: _Optional[float] = ..., expedite_risk: _Optional[float] = ..., starts_by_itself: bool = ...) -> None: ...

class TaskStatus(_message.Message):
    __slots__ = ["end_time_us", "expedited", "start_time_us", "state", "task"]
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    END_TIME_US_FIELD_NUMBER: _ClassVar[int]
    EXPEDITED_FIELD_NUMBER: _ClassVar[int]
    START_TIME_US_FIELD_NUMBER: _ClassVar[int]
    STATE_DONE: TaskStatus.State
    STATE_FIELD_NUMBER: _ClassVar[int]
    STATE_HELD: TaskStatus.State
    STATE_RUNNING: TaskStatus.State
    STATE_UNSPECIFIED: TaskStatus.State
    STATE_WAITING: TaskStatus.State
    TASK_FIELD_NUMBER: _ClassVar[int]
    end_time_us: int
    expedited: bool
    start_time_us: int
    state: TaskStatus.State
    task: str
    def __init__(self, task: _Optional[str] = ..., state: _Optional[_Union[TaskStatus.State, str]] = ..., start_time_us: _Optional[int] = ..., end_time_us: _Optional[int] = ..., expedited: bool = ...) -> None: ...

class Turn(_message.Message):
    __slots__ = ["cues", "detections", "images", "launch", "mail", "match_account_left_ms", "match_handle", "orders", "own", "range_fixes", "rulings", "seat", "stations", "time_us", "turn_account_left_ms", "turn_id", "warnings", "woken_by"]
    CUES_FIELD_NUMBER: _ClassVar[int]
    DETECTIONS_FIELD_NUMBER: _ClassVar[int]
    IMAGES_FIELD_NUMBER: _ClassVar[int]
    LAUNCH_FIELD_NUMBER: _ClassVar[int]
    MAIL_FIELD_NUMBER: _ClassVar[int]
    MATCH_ACCOUNT_LEFT_MS_FIELD_NUMBER: _ClassVar[int]
    MATCH_HANDLE_FIELD_NUMBER: _ClassVar[int]
    ORDERS_FIELD_NUMBER: _ClassVar[int]
    OWN_FIELD_NUMBER: _ClassVar[int]
    RANGE_FIXES_FIELD_NUMBER: _ClassVar[int]
    RULINGS_FIELD_NUMBER: _ClassVar[int]
    SEAT_FIELD_NUMBER: _ClassVar[int]
    STATIONS_FIELD_NUMBER: _ClassVar[int]
    TIME_US_FIELD_NUMBER: _ClassVar[int]
    TURN_ACCOUNT_LEFT_MS_FIELD_NUMBER: _ClassVar[int]
    TURN_ID_FIELD_NUMBER: _ClassVar[int]
    WARNINGS_FIELD_NUMBER: _ClassVar[int]
    WOKEN_BY_FIELD_NUMBER: _ClassVar[int]
    cues: _containers.RepeatedCompositeFieldContainer[Cue]
    detections: _containers.RepeatedCompositeFieldContainer[Detection]
    images: _containers.RepeatedCompositeFieldContainer[ImageReport]
    launch: LaunchStatus
    mail: _containers.RepeatedCompositeFieldContainer[Mail]
    match_account_left_ms: int
    match_handle: str
    orders: _containers.RepeatedCompositeFieldContainer[OrderState]
    own: OwnState
    range_fixes: _containers.RepeatedCompositeFieldContainer[RangeFix]
    rulings: _containers.RepeatedCompositeFieldContainer[Ruling]
    seat: str
    stations: _containers.RepeatedCompositeFieldContainer[StationLink]
    time_us: int
    turn_account_left_ms: int
    turn_id: int
    warnings: _containers.RepeatedCompositeFieldContainer[Warning]
    woken_by: _containers.RepeatedScalarFieldContainer[WakeReason]
    def __init__(self, match_handle: _Optional[str] = ..., seat: _Optional[str] = ..., turn_id: _Optional[int] = ..., time_us: _Optional[int] = ..., turn_account_left_ms: _Optional[int] = ..., match_account_left_ms: _Optional[int] = ..., woken_by: _Optional[_Iterable[_Union[WakeReason, str]]] = ..., own: _Optional[_Union[OwnState, _Mapping]] = ..., orders: _Optional[_Iterable[_Union[OrderState, _Mapping]]] = ..., rulings: _Optional[_Iterable[_Union[Ruling, _Mapping]]] = ..., detections: _Optional[_Iterable[_Union[Detection, _Mapping]]] = ..., range_fixes: _Optional[_Iterable[_Union[RangeFix, _Mapping]]] = ..., images: _Optional[_Iterable[_Union[ImageReport, _Mapping]]] = ..., cues: _Optional[_Iterable[_Union[Cue, _Mapping]]] = ..., mail: _Optional[_Iterable[_Union[Mail, _Mapping]]] = ..., stations: _Optional[_Iterable[_Union[StationLink, _Mapping]]] = ..., launch: _Optional[_Union[LaunchStatus, _Mapping]] = ..., warnings: _Optional[_Iterable[_Union[Warning, _Mapping]]] = ...) -> None: ...

class TurnBatch(_message.Message):
    __slots__ = ["turns"]
    TURNS_FIELD_NUMBER: _ClassVar[int]
    turns: _containers.RepeatedCompositeFieldContainer[Turn]
    def __init__(self, turns: _Optional[_Iterable[_Union[Turn, _Mapping]]] = ...) -> None: ...

class Vehicle(_message.Message):
    __slots__ = ["checkout_s", "dazzler", "decoys", "drag_area_m2", "drag_coefficient", "dv_mps", "execution", "imaging_camera", "isp_s", "jammer", "mass_kg", "name", "navigation", "plates", "pressure_area_m2", "pressure_coefficient", "radius_m", "ranging", "search_camera", "settle_s", "slew_radps", "smallest_dv_mps", "sunshade_radius_m", "thrust_n", "warning_sensor"]
    CHECKOUT_S_FIELD_NUMBER: _ClassVar[int]
    DAZZLER_FIELD_NUMBER: _ClassVar[int]
    DECOYS_FIELD_NUMBER: _ClassVar[int]
    DRAG_AREA_M2_FIELD_NUMBER: _ClassVar[int]
    DRAG_COEFFICIENT_FIELD_NUMBER: _ClassVar[int]
    DV_MPS_FIELD_NUMBER: _ClassVar[int]
    EXECUTION_FIELD_NUMBER: _ClassVar[int]
    IMAGING_CAMERA_FIELD_NUMBER: _ClassVar[int]
    ISP_S_FIELD_NUMBER: _ClassVar[int]
    JAMMER_FIELD_NUMBER: _ClassVar[int]
    MASS_KG_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    NAVIGATION_FIELD_NUMBER: _ClassVar[int]
    PLATES_FIELD_NUMBER: _ClassVar[int]
    PRESSURE_AREA_M2_FIELD_NUMBER: _ClassVar[int]
    PRESSURE_COEFFICIENT_FIELD_NUMBER: _ClassVar[int]
    RADIUS_M_FIELD_NUMBER: _ClassVar[int]
    RANGING_FIELD_NUMBER: _ClassVar[int]
    SEARCH_CAMERA_FIELD_NUMBER: _ClassVar[int]
    SETTLE_S_FIELD_NUMBER: _ClassVar[int]
    SLEW_RADPS_FIELD_NUMBER: _ClassVar[int]
    SMALLEST_DV_MPS_FIELD_NUMBER: _ClassVar[int]
    SUNSHADE_RADIUS_M_FIELD_NUMBER: _ClassVar[int]
    THRUST_N_FIELD_NUMBER: _ClassVar[int]
    WARNING_SENSOR_FIELD_NUMBER: _ClassVar[int]
    checkout_s: float
    dazzler: Dazzler
    decoys: Decoys
    drag_area_m2: float
    drag_coefficient: float
    dv_mps: float
    execution: ExecutionErrors
    imaging_camera: ImagingCamera
    isp_s: float
    jammer: Jammer
    mass_kg: float
    name: str
    navigation: Navigation
    plates: _containers.RepeatedCompositeFieldContainer[Plate]
    pressure_area_m2: float
    pressure_coefficient: float
    radius_m: float
    ranging: RangingSensor
    search_camera: SearchCamera
    settle_s: float
    slew_radps: float
    smallest_dv_mps: float
    sunshade_radius_m: float
    thrust_n: float
    warning_sensor: bool
    def __init__(self, name: _Optional[str] = ..., mass_kg: _Optional[float] = ..., dv_mps: _Optional[float] = ..., thrust_n: _Optional[float] = ..., isp_s: _Optional[float] = ..., smallest_dv_mps: _Optional[float] = ..., slew_radps: _Optional[float] = ..., settle_s: _Optional[float] = ..., radius_m: _Optional[float] = ..., drag_area_m2: _Optional[float] = ..., drag_coefficient: _Optional[float] = ..., pressure_area_m2: _Optional[float] = ..., pressure_coefficient: _Optional[float] = ..., checkout_s: _Optional[float] = ..., execution: _Optional[_Union[ExecutionErrors, _Mapping]] = ..., navigation: _Optional[_Union[Navigation, _Mapping]] = ..., search_camera: _Optional[_Union[SearchCamera, _Mapping]] = ..., imaging_camera: _Optional[_Union[ImagingCamera, _Mapping]] = ..., ranging: _Optional[_Union[RangingSensor, _Mapping]] = ..., warning_sensor: bool = ..., dazzler: _Optional[_Union[Dazzler, _Mapping]] = ..., jammer: _Optional[_Union[Jammer, _Mapping]] = ..., decoys: _Optional[_Union[Decoys, _Mapping]] = ..., plates: _Optional[_Iterable[_Union[Plate, _Mapping]]] = ..., sunshade_radius_m: _Optional[float] = ...) -> None: ...

class Warning(_message.Message):
    __slots__ = ["direction_eci", "time_us"]
    DIRECTION_ECI_FIELD_NUMBER: _ClassVar[int]
    TIME_US_FIELD_NUMBER: _ClassVar[int]
    direction_eci: _geometry_pb2.Vec3
    time_us: int
    def __init__(self, time_us: _Optional[int] = ..., direction_eci: _Optional[_Union[_geometry_pb2.Vec3, _Mapping]] = ...) -> None: ...

class WeatherForecast(_message.Message):
    __slots__ = ["go_probability", "time_us"]
    GO_PROBABILITY_FIELD_NUMBER: _ClassVar[int]
    TIME_US_FIELD_NUMBER: _ClassVar[int]
    go_probability: float
    time_us: int
    def __init__(self, time_us: _Optional[int] = ..., go_probability: _Optional[float] = ...) -> None: ...

class WakeReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class RulingCode(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class ResultKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

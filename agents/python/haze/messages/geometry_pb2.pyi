from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Quaternion(_message.Message):
    __slots__ = ["w", "x", "y", "z"]
    W_FIELD_NUMBER: _ClassVar[int]
    X_FIELD_NUMBER: _ClassVar[int]
    Y_FIELD_NUMBER: _ClassVar[int]
    Z_FIELD_NUMBER: _ClassVar[int]
    w: float
    x: float
    y: float
    z: float
    def __init__(self, w: _Optional[float] = ..., x: _Optional[float] = ..., y: _Optional[float] = ..., z: _Optional[float] = ...) -> None: ...

class StateEstimate(_message.Message):
    __slots__ = ["covariance_upper", "r_eci_m", "time_us", "v_eci_mps"]
    COVARIANCE_UPPER_FIELD_NUMBER: _ClassVar[int]
    R_ECI_M_FIELD_NUMBER: _ClassVar[int]
    TIME_US_FIELD_NUMBER: _ClassVar[int]
    V_ECI_MPS_FIELD_NUMBER: _ClassVar[int]
    covariance_upper: _containers.RepeatedScalarFieldContainer[float]
    r_eci_m: Vec3
    time_us: int
    v_eci_mps: Vec3
    def __init__(self, time_us: _Optional[int] = ..., r_eci_m: _Optional[_Union[Vec3, _Mapping]] = ..., v_eci_mps: _Optional[_Union[Vec3, _Mapping]] = ..., covariance_upper: _Optional[_Iterable[float]] = ...) -> None: ...

class Vec3(_message.Message):
    __slots__ = ["x", "y", "z"]
    X_FIELD_NUMBER: _ClassVar[int]
    Y_FIELD_NUMBER: _ClassVar[int]
    Z_FIELD_NUMBER: _ClassVar[int]
    x: float
    y: float
    z: float
    def __init__(self, x: _Optional[float] = ..., y: _Optional[float] = ..., z: _Optional[float] = ...) -> None: ...

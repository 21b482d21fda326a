from . import order_pb2 as _order_pb2
from . import turn_pb2 as _turn_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AgentMessage(_message.Message):
    __slots__ = ["attach", "decisions", "reset_done", "seat_ready"]
    ATTACH_FIELD_NUMBER: _ClassVar[int]
    DECISIONS_FIELD_NUMBER: _ClassVar[int]
    RESET_DONE_FIELD_NUMBER: _ClassVar[int]
    SEAT_READY_FIELD_NUMBER: _ClassVar[int]
    attach: Attach
    decisions: _order_pb2.DecisionBatch
    reset_done: ResetDone
    seat_ready: SeatReady
    def __init__(self, attach: _Optional[_Union[Attach, _Mapping]] = ..., seat_ready: _Optional[_Union[SeatReady, _Mapping]] = ..., decisions: _Optional[_Union[_order_pb2.DecisionBatch, _Mapping]] = ..., reset_done: _Optional[_Union[ResetDone, _Mapping]] = ...) -> None: ...

class ArbiterMessage(_message.Message):
    __slots__ = ["attached", "game_over", "goodbye", "reset", "seat_opened", "turns"]
    ATTACHED_FIELD_NUMBER: _ClassVar[int]
    GAME_OVER_FIELD_NUMBER: _ClassVar[int]
    GOODBYE_FIELD_NUMBER: _ClassVar[int]
    RESET_FIELD_NUMBER: _ClassVar[int]
    SEAT_OPENED_FIELD_NUMBER: _ClassVar[int]
    TURNS_FIELD_NUMBER: _ClassVar[int]
    attached: Attached
    game_over: _turn_pb2.GameOver
    goodbye: Goodbye
    reset: Reset
    seat_opened: SeatOpened
    turns: _turn_pb2.TurnBatch
    def __init__(self, attached: _Optional[_Union[Attached, _Mapping]] = ..., seat_opened: _Optional[_Union[SeatOpened, _Mapping]] = ..., turns: _Optional[_Union[_turn_pb2.TurnBatch, _Mapping]] = ..., game_over: _Optional[_Union[_turn_pb2.GameOver, _Mapping]] = ..., reset: _Optional[_Union[Reset, _Mapping]] = ..., goodbye: _Optional[_Union[Goodbye, _Mapping]] = ...) -> None: ...

class AssetChunk(_message.Message):
    __slots__ = ["data"]
    DATA_FIELD_NUMBER: _ClassVar[int]
    data: bytes
    def __init__(self, data: _Optional[bytes] = ...) -> None: ...

class Attach(_message.Message):
    __slots__ = ["session_id"]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    session_id: str
    def __init__(self, session_id: _Optional[str] = ...) -> None: ...

class Attached(_message.Message):
    __slots__ = ["attach_count"]
    ATTACH_COUNT_FIELD_NUMBER: _ClassVar[int]
    attach_count: int
    def __init__(self, attach_count: _Optional[int] = ...) -> None: ...

class GetAssetRequest(_message.Message):
    __slots__ = ["session_id", "sha256"]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    session_id: str
    sha256: str
    def __init__(self, session_id: _Optional[str] = ..., sha256: _Optional[str] = ...) -> None: ...

class Goodbye(_message.Message):
    __slots__ = ["reason"]
    REASON_FIELD_NUMBER: _ClassVar[int]
    reason: str
    def __init__(self, reason: _Optional[str] = ...) -> None: ...

class JoinReply(_message.Message):
    __slots__ = ["arbiter_version", "protocol", "session_id"]
    ARBITER_VERSION_FIELD_NUMBER: _ClassVar[int]
    PROTOCOL_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    arbiter_version: str
    protocol: int
    session_id: str
    def __init__(self, session_id: _Optional[str] = ..., protocol: _Optional[int] = ..., arbiter_version: _Optional[str] = ...) -> None: ...

class JoinRequest(_message.Message):
    __slots__ = ["agent_name", "agent_version", "protocol"]
    AGENT_NAME_FIELD_NUMBER: _ClassVar[int]
    AGENT_VERSION_FIELD_NUMBER: _ClassVar[int]
    PROTOCOL_FIELD_NUMBER: _ClassVar[int]
    agent_name: str
    agent_version: str
    protocol: int
    def __init__(self, agent_name: _Optional[str] = ..., agent_version: _Optional[str] = ..., protocol: _Optional[int] = ...) -> None: ...

class Reset(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class ResetDone(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class SeatOpened(_message.Message):
    __slots__ = ["briefing"]
    BRIEFING_FIELD_NUMBER: _ClassVar[int]
    briefing: _turn_pb2.Briefing
    def __init__(self, briefing: _Optional[_Union[_turn_pb2.Briefing, _Mapping]] = ...) -> None: ...

class SeatReady(_message.Message):
    __slots__ = ["match_handle", "seat"]
    MATCH_HANDLE_FIELD_NUMBER: _ClassVar[int]
    SEAT_FIELD_NUMBER: _ClassVar[int]
    match_handle: str
    seat: str
    def __init__(self, match_handle: _Optional[str] = ..., seat: _Optional[str] = ...) -> None: ...

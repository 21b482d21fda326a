"""The connection: a thread reads and writes, the policies think on the caller's thread, so that the stream stays served however long they take."""

from __future__ import annotations

import asyncio
import dataclasses
import os
import queue
import sys
import threading
import time
from typing import Any, Callable, Optional

import grpc

from . import messages as m
from .seats import SeatBook

PLAYED = 0         # the arbiter said goodbye
BAD_SETUP = 2      # no address or no readable token
NOT_ADMITTED = 5   # the arbiter refused the token or closed the session for a fault
LOST = 75          # the arbiter could not be reached, or not again

_SERVICE = "/haze.agent.v1.ArbiterService/"
_REFUSED = (grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.FAILED_PRECONDITION, grpc.StatusCode.ABORTED)


class SetupError(Exception):
    """Address or token are missing; the text says what to do."""


@dataclasses.dataclass
class Options:
    address: str
    token: str
    name: str = "agent"
    version: str = "0"
    join_limit_s: float = 30.0     # the arbiter may come up later than the agent
    reattach_limit_s: float = 5.0  # the arbiter's grace
    retry_s: float = 0.1

    @staticmethod
    def from_environment(**more: Any) -> "Options":
        address, file = os.environ.get("HAZE_ADDRESS", ""), os.environ.get("HAZE_TOKEN_FILE", "")
        if not address or not file:
            raise SetupError(f"{'HAZE_TOKEN_FILE' if address else 'HAZE_ADDRESS'} is not set; let haze start the agent: haze play encore --seat blue.inspector={sys.argv[0]}")
        try:
            with open(file, encoding="ascii") as opened:
                token = opened.read().strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SetupError(f"{file}: no token can be read: {error}") from error
        if not token:
            raise SetupError(f"{file}: no token can be read")
        return Options(address=address, token=token, **more)


class Client:
    """One session. `play` returns an exit code."""

    def __init__(self, make: Callable[[m.Briefing], Any], options: Options) -> None:
        self._options = options
        self._book = SeatBook(make)
        self._metadata = (("haze-token", options.token),)
        self._outgoing: Optional["queue.SimpleQueue[Optional[m.AgentMessage]]"] = None
        self._mutex = threading.Lock()

    def _channel(self, arguments: Any) -> grpc.Channel:
        """TLS where HAZE_TLS_CA names a file; HAZE_TLS_CERT and HAZE_TLS_KEY are the agent's own."""
        pem = {}
        for name in ("HAZE_TLS_CA", "HAZE_TLS_CERT", "HAZE_TLS_KEY"):
            if os.environ.get(name):
                with open(os.environ[name], "rb") as file:
                    pem[name] = file.read()
        if "HAZE_TLS_CA" not in pem:
            return grpc.insecure_channel(self._options.address, options=arguments)
        return grpc.secure_channel(self._options.address, grpc.ssl_channel_credentials(pem["HAZE_TLS_CA"], pem.get("HAZE_TLS_KEY"), pem.get("HAZE_TLS_CERT")), options=arguments)

    async def play(self) -> int:
        loop = asyncio.get_running_loop()
        inbox: "asyncio.Queue[Any]" = asyncio.Queue()

        def deliver(item: Any) -> None:
            try:
                loop.call_soon_threadsafe(inbox.put_nowait, item)
            except RuntimeError:
                pass  # the loop has closed: a policy failed, and nobody listens any more

        channel = self._channel((("grpc.enable_http_proxy", 0), ("grpc.service_config_disable_resolution", 1), ("grpc.initial_reconnect_backoff_ms", 100),
                                 ("grpc.min_reconnect_backoff_ms", 100), ("grpc.max_reconnect_backoff_ms", 500)))
        threading.Thread(target=lambda: deliver(self._serve(channel, deliver)), name="haze connection", daemon=True).start()
        thinking: "set[asyncio.Task[None]]" = set()
        failed: "asyncio.Future[int]" = loop.create_future()

        def finished(task: "asyncio.Task[None]") -> None:
            thinking.discard(task)
            if not task.cancelled() and task.exception() is not None and not failed.done():
                failed.set_exception(task.exception())  # the policy's own error ends the process, as it would anywhere

        try:
            while True:
                hearing = asyncio.ensure_future(inbox.get())
                await asyncio.wait({hearing, failed}, return_when=asyncio.FIRST_COMPLETED)
                if failed.done():
                    hearing.cancel()
                    failed.result()
                item = hearing.result()
                if isinstance(item, int):
                    return item
                if item.WhichOneof("kind") != "turns":
                    self._send(self._book.hear(item))
                    continue
                for turn in item.turns.turns:
                    task = loop.create_task(self._think(turn))
                    thinking.add(task)
                    task.add_done_callback(finished)
        finally:
            for task in thinking:
                task.cancel()
            if not failed.done():
                failed.cancel()
            channel.close()

    async def _think(self, turn: m.Turn) -> None:
        self._send(await self._book.answer(turn))

    def _send(self, message: Optional[m.AgentMessage]) -> None:
        with self._mutex:
            # What a lost stream swallows is asked for again after the re-attach.
            if message is not None and self._outgoing is not None:
                self._outgoing.put(message)

    def _serve(self, channel: grpc.Channel, deliver: Callable[[Any], None]) -> int:
        """The connection's thread: joins, and keeps the stream until it is over. The exit code."""
        options = self._options
        join = channel.unary_unary(_SERVICE + "Join", request_serializer=m.JoinRequest.SerializeToString, response_deserializer=m.JoinReply.FromString)
        play = channel.stream_stream(_SERVICE + "Play", request_serializer=m.AgentMessage.SerializeToString, response_deserializer=m.ArbiterMessage.FromString)
        try:
            session = join(m.JoinRequest(agent_name=options.name, agent_version=options.version, protocol=1), metadata=self._metadata, timeout=options.join_limit_s,
                           wait_for_ready=True).session_id
        except grpc.RpcError as error:
            print(f"haze: cannot join {options.address}: {error.details()}", file=sys.stderr)
            return LOST if error.code() in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED) else NOT_ADMITTED
        except ValueError:
            return LOST  # the channel was closed under us: the process ends
        last_seen = time.monotonic()
        while True:
            attached = False
            code = grpc.StatusCode.OK
            outgoing: "queue.SimpleQueue[Optional[m.AgentMessage]]" = queue.SimpleQueue()
            outgoing.put(m.AgentMessage(attach=m.Attach(session_id=session)))
            with self._mutex:
                self._outgoing = outgoing
            try:
                for message in play(iter(outgoing.get, None), metadata=self._metadata):
                    kind = message.WhichOneof("kind")
                    attached = attached or kind == "attached"
                    if kind == "goodbye":
                        return PLAYED
                    deliver(message)
            except grpc.RpcError as error:
                code = error.code()
                if code != grpc.StatusCode.CANCELLED:
                    print(f"haze: the stream ended: {error.details()}", file=sys.stderr)
            except ValueError:
                return LOST
            finally:
                with self._mutex:
                    self._outgoing = None
                outgoing.put(None)
            if attached:
                last_seen = time.monotonic()
            if code in _REFUSED:
                return NOT_ADMITTED
            if time.monotonic() - last_seen > options.reattach_limit_s:
                return LOST
            if not attached:
                time.sleep(options.retry_s)

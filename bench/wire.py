"""A wire between two nodes on loopback that counts what it carries, and can be slow or cut."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self

CHUNK: Final = 2 * 1024


@dataclass
class Wire:
    """Carries every connection to `target`; `rate` is in bytes a second each way, None as fast as it goes."""

    target: int
    """The port on loopback behind the wire."""
    rate: float | None = None
    carried: int = 0
    """Bytes in both directions, headers and all, without TCP's own."""
    begun: float | None = None
    """When (`perf_counter`) the first byte came by."""
    _listening: socket.socket = field(
        default_factory=lambda: socket.create_server(("127.0.0.1", 0)), repr=False
    )
    _open: set[socket.socket] = field(default_factory=set, repr=False)
    _cut: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def url(self) -> str:
        """The address of this end."""
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def cut(self) -> None:
        """Break every connection, and refuse new ones until `mend`."""
        self._cut = True
        with self._lock:
            for end in self._open:
                _shut(end)

    def mend(self) -> None:
        """Carry again."""
        self._cut = False

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _shut(self._listening)
        self._listening.close()
        self.cut()

    def _accept(self) -> None:
        with suppress(OSError):  # the end of the wire
            while True:
                near, _ = self._listening.accept()
                if self._cut:
                    near.close()
                else:
                    self._connect(near)

    def _connect(self, near: socket.socket) -> None:
        far = socket.create_connection(("127.0.0.1", self.target))
        for end in (near, far):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            self._open |= {near, far}
        for ends in ((near, far), (far, near)):
            threading.Thread(target=self._carry, args=ends, daemon=True).start()

    def _count(self, size: int) -> None:
        with self._lock:
            self.carried += size
            self.begun = self.begun or time.perf_counter()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):  # either end has gone
            free = 0.0
            while data := source.recv(CHUNK):
                if self.rate is not None:
                    free = max(free, time.perf_counter()) + len(data) / self.rate
                    time.sleep(max(0.0, free - time.perf_counter()))
                self._count(len(data))
                sink.sendall(data)
        for end in (source, sink):
            _shut(end)
            end.close()
        with self._lock:
            self._open -= {source, sink}


def _shut(end: socket.socket) -> None:
    with suppress(OSError):  # it is closed already
        end.shutdown(socket.SHUT_RDWR)

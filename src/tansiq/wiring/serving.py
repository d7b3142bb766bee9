"""A node at work: the server, and the couriers that fetch from partners, in one process."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.management import call_command
from django.utils.module_loading import import_string
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

from tansiq.exchange import is_loopback
from tansiq.wiring.certificate import ensure_certificate
from tansiq.wiring.errors import PlainHttpRefused, PortTaken
from tansiq.wiring.home import announce
from tansiq.wiring.memory import keep_lean
from tansiq.wiring.node import Node
from tansiq.wiring.office import Office

LAST_WORDS: Final = 1.0
"""Seconds that requests under way have when the node ends; a partner that waits for news is cut off then."""
ROUND: Final = 1.0
"""Seconds between two looks at who the partners are, and whether something waits to be wiped."""


@dataclass(frozen=True, slots=True)
class Serving:
    """Where to listen, and under which `url` partners reach the node; None takes what the settings say."""

    host: str | None = None
    port: int | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Socket:
    """Where the server listens, and with which certificate and key (None: plain HTTP, on loopback only)."""

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None

    @property
    def url(self) -> str:
        """The address at which the server answers on this machine."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'http' if self.certificate is None else 'https'}://{host}:{self.port}"


def serve(node: Node, wanted: Serving, *, ready: Callable[[str], None]) -> None:
    """Run the node until TERM or Ctrl-C; `ready` is called with the URL once it answers.

    Raises `PortTaken`, `BadAddress`, or `PlainHttpRefused` for an address off loopback that is not https.
    """
    keep_lean()
    call_command("migrate", verbosity=0, interactive=False)
    listen = _socket(node, wanted)
    url = (wanted.url or node.config.url or listen.url).rstrip("/")
    if not url.startswith("https:") and not (is_loopback(url) and _is_loopback(listen.host)):
        raise PlainHttpRefused(url=url)
    announce(node.home, url)
    asyncio.run(_serve(node, listen, url, ready))


def _socket(node: Node, wanted: Serving) -> Socket:
    host = wanted.host or node.config.host
    port = _free_port(host, node.config.port if wanted.port is None else wanted.port)
    if _is_loopback(host):
        return Socket(host, port)
    certificate, key = ensure_certificate(node.home, host, node.now())
    return Socket(host, port, certificate, key)


def _is_loopback(host: str) -> bool:
    return all(ip_address(str(info[4][0])).is_loopback for info in socket.getaddrinfo(host, None))


def _free_port(host: str, port: int) -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as taken:
            raise PortTaken(host=host, port=str(port)) from taken
        return int(probe.getsockname()[1])


async def _serve(node: Node, listen: Socket, url: str, ready: Callable[[str], None]) -> None:
    server = Server(
        import_string(settings.ASGI_APPLICATION),
        address=listen.host,
        port=listen.port,
        interface=Interfaces.ASGINL,
        log_level=LogLevels.error,
        websockets=False,
        ssl_cert=listen.certificate,
        ssl_key=listen.key,
        static_path_route=["/static"],
        static_path_mount=[settings.STATIC_FOLDER],
    )
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    running = asyncio.create_task(server.serve())
    office = Office(node, node.address(url))
    try:
        await _answering(listen)
        gc.freeze()  # what stands by now stays; looking at it again and again would stall long imports
        ready(url)
        await _attend(office, running, stop)
    finally:
        await asyncio.to_thread(office.close)
        server.stop()  # type: ignore[no-untyped-call]
        await asyncio.wait({running}, timeout=LAST_WORDS)


async def _answering(listen: Socket) -> None:
    for _ in range(600):
        try:
            _, writer = await asyncio.open_connection(listen.host, listen.port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
    raise PortTaken(host=listen.host, port=str(listen.port))


async def _attend(office: Office, running: asyncio.Task[None], stop: asyncio.Event) -> None:
    stopped = asyncio.create_task(stop.wait())
    while not stopped.done() and not running.done():
        await asyncio.to_thread(office.round)
        await asyncio.wait({stopped, running}, timeout=ROUND, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()

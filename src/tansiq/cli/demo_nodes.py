"""The three nodes of the demonstration as processes, set up through the commands that people use."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import click

from tansiq.cli.demo_data import agencies, circles
from tansiq.cli.errors import CommandError

LANGUAGES = {"atlas": "ar", "tenere": "fr", "volta": "en"}
USERS = {"atlas": "mariam", "tenere": "issa", "volta": "ama"}
PATIENCE = 120.0


@dataclass
class DemoNode:
    """One agency's node in `home`, to be reached at `port`."""

    key: str
    home: Path
    port: int
    user: str
    password: str
    agency: str = ""
    server: subprocess.Popen[str] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """Where a browser reaches it."""
        return f"http://127.0.0.1:{self.port}"

    def run(self, *args: str, show: bool = False) -> dict[str, Any]:
        """Run a command of this node, return its JSON (nothing to `show`). Raises `CommandError`."""
        done = subprocess.run(
            self._command(*args, *(() if show else ("--json",))),
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=None if show else subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CommandError(
                "DEMO_STEP_FAILED", step=" ".join(args[:2]), said=(done.stderr or done.stdout or "")[-500:]
            )
        read: dict[str, Any] = {} if show else json.loads(done.stdout)
        return read

    def start(self) -> None:
        """Start the server and return at once; `ready` waits for it."""
        log = (self.home / "serve.log").open("a", encoding="utf-8")
        self.server = subprocess.Popen(
            self._command("serve", "--port", str(self.port)),
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        )
        log.close()

    def ready(self) -> None:
        """Wait until the server answers. Raises `CommandError` when it ends instead."""
        if (
            self.server is None
            or self.server.stdout is None
            or not self.server.stdout.readline().startswith("ready")
        ):
            said = (self.home / "serve.log").read_text(encoding="utf-8")[-500:]
            raise CommandError("DEMO_STEP_FAILED", step=f"serve --port {self.port}", said=said)

    def stop(self) -> None:
        """End the server politely."""
        if self.server is not None and self.server.poll() is None:
            self.server.terminate()
            try:
                self.server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.server.kill()

    def _command(self, *args: str) -> list[str]:
        return [sys.executable, "-m", "tansiq.cli", *args]

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TANSIQ_")}
        return kept | {"TANSIQ_HOME": str(self.home), "TANSIQ_PORT": str(self.port)}


class Demo:
    """The three nodes under `home`, on `port` and the two ports after it."""

    def __init__(self, home: Path, port: int) -> None:
        self._home = home
        passwords = self._passwords()
        self.nodes = {
            key: DemoNode(key, home / key, port + at, USERS[key], passwords[key])
            for at, key in enumerate(agencies())
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for node in self.nodes.values():
            node.stop()

    def start(self) -> None:
        """Start the nodes that stand already."""
        self._say("Starting the three nodes")
        self._serve()

    def found(self) -> None:
        """Found the nodes, pair them, convene the circles and write what they have to tell."""
        for node in self.nodes.values():
            self._say(f"Founding {agencies()[node.key].en}")
            self._found(node)
        self._say("Starting the three nodes")
        self._serve()
        for one, other in combinations(self.nodes.values(), 2):
            self._say(f"Pairing {one.key} with {other.key}")
            self._pair(one, other)
        self._say("Convening the circles")
        self._convene()
        for node in sorted(self.nodes.values(), key=lambda node: node.key == "tenere"):
            self._say(f"What {agencies()[node.key].en} has to tell")
            node.run("demo-load", node.key, show=True)
        self._say("Waiting until every partner has received it")
        self._until(self._received)

    def wait(self) -> None:
        """Wait until a server ends by itself. Raises `CommandError` then."""
        while all(node.server is not None and node.server.poll() is None for node in self.nodes.values()):
            time.sleep(0.5)
        raise CommandError(
            "DEMO_STEP_FAILED", step="serve", said="a node ended by itself; see serve.log in its folder"
        )

    def _passwords(self) -> dict[str, str]:
        path = self._home / "passwords.json"
        if not path.exists():
            made = {key: secrets.token_urlsafe(12) for key in agencies()}
            path.touch(mode=0o600)
            path.write_text(json.dumps(made), encoding="utf-8")
        read: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        return read

    def _found(self, node: DemoNode) -> None:
        agency = agencies()[node.key]
        names = ("--name-en", agency.en, "--name-fr", agency.fr, "--name-ar", agency.ar)
        node.agency = node.run("init", *names, "--country", agency.country)["id"]
        password = self._home / f"{node.key}.password"
        password.touch(mode=0o600)
        password.write_text(node.password, encoding="utf-8")
        roles = ("--role", "administrator", "--role", "liaison", "--role", "releaser", "--role", "analyst")
        language = ("--language", LANGUAGES[node.key])
        node.run("account", "add", node.user, *roles, "--password-file", str(password), *language)
        password.unlink()

    def _serve(self) -> None:
        for node in self.nodes.values():
            node.start()
        for node in self.nodes.values():
            node.ready()

    def _pair(self, one: DemoNode, other: DemoNode) -> None:
        invitation, reply = self._home / "invitation.json", self._home / "reply.json"
        invitation.write_text(json.dumps(one.run("partner", "invite")), encoding="utf-8")
        reply.write_text(json.dumps(other.run("partner", "accept", str(invitation))), encoding="utf-8")
        one.run("partner", "accept", str(reply))
        for document in (invitation, reply):
            document.unlink()

    def _convene(self) -> None:
        for circle in circles().values():
            members = [self.nodes[key].agency for key in circle.members if key != circle.convener]
            named = (circle.en, "--name-ar", circle.ar, "--name-fr", circle.fr)
            self.nodes[circle.convener].run("circle", "create", *named, *_each("--member", members))
        self._until(lambda: all(self._knows_its_circles(node) for node in self.nodes.values()))

    def _knows_its_circles(self, node: DemoNode) -> bool:
        known = {circle["names"]["en"] for circle in node.run("circle", "list")["circles"]}
        return known >= {circle.en for circle in circles().values() if node.key in circle.members}

    def _received(self) -> bool:
        feeds = [
            p["feed_out"] for node in self.nodes.values() for p in node.run("partner", "list")["partners"]
        ]
        return all(feed["received"] == feed["size"] for feed in feeds)

    def _until(self, seen: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not seen():
            if time.monotonic() > end:
                raise CommandError(
                    "DEMO_STEP_FAILED", step="waiting", said="the nodes do not reach each other"
                )
            time.sleep(0.5)

    def _say(self, line: str) -> None:
        click.echo(f"· {line}")


def _each(option: str, values: Sequence[str]) -> list[str]:
    return [word for value in values for word in (option, value)]

"""Load by wrk: as many requests as a server can answer over some connections."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.taxii.client import Target
from tests.services.programs import program

SCRIPT: Final = Path(__file__).with_name("pages.lua")


@dataclass(frozen=True, slots=True)
class Load:
    """How many requests a second were answered, and how many bytes."""

    requests: float
    bytes: float


def load(target: Target, paths: Sequence[str], folder: Path, connections: int, seconds: float) -> Load:
    """Ask `target` for `paths` in turn over `connections`.

    Raises `RuntimeError` when a single request failed.
    """
    listed = folder / "paths.txt"
    listed.write_text("\n".join(paths) + "\n", encoding="utf-8")
    headers = [word for name, value in target.headers.items() for word in ("-H", f"{name}: {value}")]
    command = [
        program("wrk", "wrk"),
        "-t1",
        f"-c{connections}",
        f"-d{max(1, round(seconds))}s",
        f"-s{SCRIPT}",
        *headers,
        f"http://127.0.0.1:{target.port}",
        "--",
        str(listed),
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - wrk
    found = json.loads(said.splitlines()[-1])
    if found["failed"]:
        raise RuntimeError(f"{found['failed']} of {found['requests']} requests failed")
    spent = found["microseconds"] / 1e6
    return Load(found["requests"] / spent, found["bytes"] / spent)

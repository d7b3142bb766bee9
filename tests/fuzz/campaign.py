"""Campaigns: `python -m tests.fuzz.campaign RUNS TARGET …`; ends with 1 after a fault, which is shown."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import atheris

from tests.services.django import set_up_django

if TYPE_CHECKING:
    from tests.fuzz.targets import Target


def main() -> None:
    """Fuzz each target that the command line names in a process of its own, instrumented once for all."""
    runs, *names = sys.argv[1:]
    with atheris.instrument_imports(include=["tansiq"]):
        set_up_django()
        from tests.fuzz.targets import TARGETS  # noqa: PLC0415 - only what is imported here is instrumented
    for name in names:
        child = os.fork()
        if child == 0:
            fuzz(name, TARGETS[name], runs)
        _, status = os.waitpid(child, 0)
        if status:
            sys.exit(f"{name} met a fault")


def fuzz(name: str, target: Target, runs: str) -> None:
    """Fuzz `target` from its seeds, with the same numbers every time, and end the process."""
    folder = tempfile.mkdtemp()
    for number, seed in enumerate(target.seeds):
        (Path(folder) / str(number)).write_bytes(seed)
        target.meet(seed)
    options = [
        f"-runs={runs}",
        "-seed=1",
        "-max_len=2048",
        "-timeout=10",
        "-rss_limit_mb=1024",
    ]
    atheris.Setup([name, *options, f"-artifact_prefix={folder}/", folder], target.meet)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

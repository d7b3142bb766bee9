"""Debian's Go with Debian's golang.org/x/mod: the foreign reader of our logs."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.services.programs import MissingProgram, program

PACKAGES = Path("/usr/share/gocode")


@dataclass(frozen=True, slots=True)
class Go:
    """The Go tool at `path`; what it builds is kept in `cache`."""

    path: str
    cache: Path

    def run(self, source: Path, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Build and run `source` offline and return what it said; the return code may be a refusal."""
        environment = os.environ | {
            "GO111MODULE": "off",
            "GOCACHE": str(self.cache),
            "GOFLAGS": "",
            "GOPATH": str(PACKAGES),
            "GOPROXY": "off",
        }
        command = [str(self.path), "run", str(source), *arguments]
        return subprocess.run(command, input=stdin, env=environment, capture_output=True, check=False)


def find_go(cache: Path) -> Go:
    """Return the machine's Go.

    Raises `MissingProgram` when Go or golang.org/x/mod is absent.
    """
    if not (PACKAGES / "src/golang.org/x/mod").is_dir():
        raise MissingProgram("golang.org/x/mod", "golang-golang-x-mod-dev")
    return Go(program("go", "golang-go"), cache)

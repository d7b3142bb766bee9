"""Finds the programs that the tests drive; what is missing is an error, never a skipped test."""

import shutil
from pathlib import Path


class MissingProgram(RuntimeError):
    """A `program` of the Debian `package` is not on this machine."""

    def __init__(self, program: str, package: str) -> None:
        super().__init__(f"{program} is not here: run tools/ensure_services.py, or apt-get install {package}")


def program(name: str, package: str) -> str:
    """Return the path of `name`.

    Raises `MissingProgram` when it is not on the PATH.
    """
    found = shutil.which(name)
    if found is None:
        raise MissingProgram(name, package)
    return found


def postgres_program(name: str) -> str:
    """Return the newest installed `name` of PostgreSQL's server programs, which Debian keeps off the PATH.

    Raises `MissingProgram` when no server is installed.
    """
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = max(versions, key=lambda path: int(path.parent.parent.name), default=None)
    return str(newest) if newest else program(name, "postgresql")

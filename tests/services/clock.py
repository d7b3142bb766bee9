"""Debian's libfaketime: a clock that is off for the processes of one node."""

from pathlib import Path

from tests.services.programs import MissingProgram


def clock_off_by(offset: str) -> dict[str, str]:
    """Return the environment in which the clock is off by `offset`, such as `+2d`; time still passes evenly.

    Raises `MissingProgram` when libfaketime is absent.
    """
    library = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
    if library is None:
        raise MissingProgram("libfaketime", "libfaketime")
    return {"LD_PRELOAD": str(library), "FAKETIME": offset, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}

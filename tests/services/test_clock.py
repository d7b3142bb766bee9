"""The clock of the tests that is off."""

import os
import subprocess
import sys
import time

import pytest

from tests.services.clock import clock_off_by


@pytest.mark.parametrize("days", [2, -2])
def test_only_the_clock_on_the_wall_is_off(days: int) -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import time; print(time.time(), time.monotonic())"],
        env=os.environ | clock_off_by(f"{days:+}d"),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    wall, steady = map(float, said.split())
    assert abs(wall - time.time() - days * 86400) < 600
    assert abs(steady - time.monotonic()) < 600

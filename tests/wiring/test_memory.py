"""The allocator of a served node."""

from __future__ import annotations

import subprocess
import sys


def test_the_allocator_takes_the_options() -> None:
    script = "from tansiq.wiring.memory import keep_lean; assert keep_lean()"
    subprocess.run([sys.executable, "-c", script], check=True)

"""A short campaign for every parser each time, a long one where there is time."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS

ROOT = Path(__file__).parents[2]
SHORT, LONG = 2_000, 200_000


def campaign(targets: Sequence[str], runs: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.campaign", str(runs), *targets],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-6000:]}"
    assert done.stderr.count(f"Done {runs} runs") == len(targets)


@pytest.mark.parametrize("half", [0, 1])
def test_short_campaigns_find_nothing(half: int) -> None:
    campaign(list(TARGETS)[half::2], SHORT)


@pytest.mark.long
@pytest.mark.parametrize("target", TARGETS)
def test_a_long_campaign_finds_nothing(target: str) -> None:
    campaign([target], LONG)


def test_a_fault_is_found(tmp_path: Path) -> None:
    """Otherwise the campaigns could pass by not looking."""
    script = (
        "import sys, atheris\n"
        "def meet(data):\n    if data[:1] == b'F': raise IndexError\n"
        "atheris.Setup(['x', '-runs=200000', '-seed=1'], meet)\natheris.Fuzz()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "IndexError" in done.stdout + done.stderr

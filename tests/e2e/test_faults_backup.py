"""A node that was restored from a backup."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.e2e.faults import Pair, alarm, alarms, arrives, holds, receipted, tell, well


def test_a_restored_node_signs_nothing_for_who_holds_more(running: Pair, tmp_path: Path) -> None:
    a, b, backup = running.a, running.b, tmp_path / "backup"
    arrives(b, tell(a, b, "Before the backup"))
    receipted(a)
    a.stop()
    shutil.copytree(a.home, backup)
    running.start_one(a)
    lost = tell(a, b, "After the backup")
    arrives(b, lost)
    receipted(a)
    a.stop()
    shutil.rmtree(a.home)
    backup.rename(a.home)
    running.start_one(a)
    withheld = tell(a, b, "In the place of what was lost")

    assert int(alarm(a, "feed-behind")["about"]["size"]) > 0
    (row,) = b.ask("sync", code=1)["partners"]
    assert row["error"]["code"] == "REFUSED_BY_PARTNER"
    assert "feed-behind" in row["error"]["sentence"]
    assert holds(b, lost)
    assert not holds(b, withheld)
    assert not alarms(b)
    arrives(a, tell(b, a, "The other way goes on"))
    receipted(b)
    well(a, b)

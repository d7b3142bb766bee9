"""A restored older copy must not sign a second history; nobody keeps us from the newer one unnoticed."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections

from tansiq import settings
from tansiq.exchange import FeedBehind
from tansiq.store import SqlStore
from tests.exchange.cast import MEMBER, NOW, OUTSIDER, Cast, Node, chance, note, to
from tests.store import databases


@pytest.fixture
def restored(durable_cast: Cast, tmp_path: Path) -> Iterator[Node]:
    """Home as it was before it told the member anything more."""
    home, member = durable_cast.home, durable_cast.member
    home.tell(note(), to=to(MEMBER, OUTSIDER))
    member.pull(home)
    durable_cast.outsider.pull(home)
    assert isinstance(home.store, SqlStore)
    assert home.store.scrub()
    file = Path(connections[home.store.alias].settings_dict["NAME"])
    older = Path(shutil.copy(file, tmp_path / "older.sqlite"))
    with databases.connected(settings.database(f"sqlite:///{older}")) as alias:
        store = SqlStore(chance(999), alias)
        home.tell(note(), to=to(MEMBER))
        member.pull(home)
        yield Node(home.agency, home.keyring, store, home.random_bytes)
        store.close()


def comes_back(cast: Cast, older: Node) -> None:
    cast.member.link(cast.home).server = older
    cast.outsider.link(cast.home).server = older


def test_an_older_copy_signs_nothing_for_who_holds_more(durable_cast: Cast, restored: Node) -> None:
    comes_back(durable_cast, restored)
    with pytest.raises(FeedBehind):
        durable_cast.member.pull(durable_cast.home)
    assert durable_cast.outsider.pull(durable_cast.home).entries == 0


@pytest.mark.parametrize("told", [1, 2])
def test_an_older_copy_that_has_told_something_new_signs_no_fork(
    durable_cast: Cast, restored: Node, told: int
) -> None:
    """It has as many entries as the member, or more, before the member asks for the first time."""
    restored.tell(*(note() for _ in range(told)), to=to(MEMBER))
    comes_back(durable_cast, restored)
    for _ in range(2):
        with pytest.raises(FeedBehind):
            durable_cast.member.pull(durable_cast.home)
    assert restored.view().feeds.head(MEMBER, 2 + told) is None
    assert durable_cast.member.alarm_codes() == []
    assert restored.alarm_codes() == ["feed-behind"]


def test_clearing_the_alarm_alone_does_not_make_it_sign(durable_cast: Cast, restored: Node) -> None:
    restored.tell(note(), note(), to=to(MEMBER))
    comes_back(durable_cast, restored)
    with pytest.raises(FeedBehind):
        durable_cast.member.pull(durable_cast.home)
    [alarm] = restored.alarms()
    assert alarm.id is not None
    with restored.store.transaction() as tx:
        tx.alarms.clear(alarm.id, now=NOW)
    with pytest.raises(FeedBehind):
        durable_cast.member.pull(durable_cast.home)


def test_a_partner_that_answers_and_never_shows_a_newer_head_is_noticed(cast: Cast) -> None:
    cast.home.tell(note(), to=to(MEMBER))
    cast.member.pull(cast.home)
    cast.member.link(cast.home).head = lambda: None
    cast.member.pull(cast.home, now=NOW + timedelta(hours=20))
    assert cast.member.alarm_codes() == []
    cast.member.pull(cast.home, now=NOW + timedelta(hours=30))
    assert cast.member.alarm_codes() == ["stale-head"]

"""Foreign servers: found, remembered, run, paused and forgotten; secrets stay in files of their owner."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tansiq.desk import Actor, NotAllowed, NotFound
from tansiq.exchange.taxii import Direction, Progress
from tansiq.exchange.taxii.client import ForeignAway, ForeignDenied, ForeignForbidden, Reply
from tansiq.wiring import Node
from tansiq.wiring.errors import KeysDamaged, OpenToOthers
from tansiq.wiring.taxii import (
    Ran,
    Run,
    Secret,
    Wish,
    add_drawer,
    add_source,
    find_source,
    pause_source,
    remove_drawer,
    remove_source,
    resume_source,
    run_now,
    set_interval,
    sources,
    trouble_of,
)
from tansiq.wiring.taxii.errors import (
    BadInterval,
    DrawerInUse,
    NoSuchDrawer,
    NoSuchSource,
    PushWithoutOrigin,
)
from tansiq.wiring.taxii.keys import credentials, keep_secret
from tests.exchange.taxii.client.server import COLLECTION, Server, identity, reply
from tests.net.foreign import PASSWORD, USER, Foreign, foreign

PULL = Wish("", Direction.PULL, username=USER, secret=Secret(PASSWORD))


@pytest.fixture
def site() -> Iterator[Foreign]:
    """A foreign server that holds four objects and admits us."""
    server = Server(room=10_000_000)
    server.add(*map(identity, range(4)))
    with foreign(server) as served:
        served.closed = True
        yield served


def run(node: Node, wish: Wish) -> Ran:
    return ended(Run(node, add_source(node, wish), pause=lambda _: None))


def ended(run: Run) -> Ran:
    return list(run.steps())[-1]


def progress(node: Node) -> Progress:
    (line,) = sources(node)
    return line.progress


def held(node: Node, drawer: str) -> int:
    with node.snapshot() as tx:
        return tx.drawers.count(drawer)


def test_what_is_fetched_lies_in_a_new_drawer_of_the_same_title(node: Node, site: Foreign) -> None:
    ran = run(node, replace(PULL, url=site.url))
    assert (ran.new, ran.known, ran.refused, ran.done, ran.error) == (4, 0, (), True, None)
    (line,) = sources(node)
    assert line.drawer is not None
    assert line.drawer.title == "Watch list"
    assert held(node, line.drawer.id) == line.progress.objects == 4


def test_the_same_server_again_goes_on_and_needs_no_password_twice(node: Node, site: Foreign) -> None:
    run(node, replace(PULL, url=site.url))
    site.server.add(identity(9))
    again = run(node, Wish(site.url, Direction.PULL))
    assert (again.new, again.done) == (1, True)
    assert len(sources(node)) == 1


def test_a_drawer_s_objects_are_brought(node: Node, site: Foreign) -> None:
    run(node, replace(PULL, url=site.url))
    site.server.posted.clear()
    ran = run(node, Wish(site.url, Direction.PUSH, drawer="Watch list"))
    assert (ran.new, ran.done) == (4, True)
    assert [len(batch) for batch in site.server.posted] == [4]


def test_where_a_push_comes_from_must_be_said(node: Node, site: Foreign) -> None:
    with pytest.raises(PushWithoutOrigin):
        add_source(node, replace(PULL, url=site.url, direction=Direction.PUSH))
    with pytest.raises(NotFound):
        add_source(node, replace(PULL, url=site.url, direction=Direction.PUSH, partner="Nobody"))
    assert sources(node) == ()


def test_a_password_that_is_refused_leaves_nothing_behind(node: Node, site: Foreign) -> None:
    with pytest.raises(ForeignDenied):
        add_source(node, replace(PULL, url=site.url, secret=Secret("guess")))
    assert sources(node) == ()
    assert not (node.home / "taxii").exists()


@pytest.mark.parametrize("direction", Direction)
def test_a_collection_that_is_closed_to_us_is_said_at_once(
    node: Node, site: Foreign, direction: Direction
) -> None:
    closed = {"id": COLLECTION, "title": "Closed", "can_read": False, "can_write": False}
    site.server.answers = lambda *_: reply(closed)
    with pytest.raises(ForeignForbidden):
        add_source(node, replace(PULL, url=f"{site.url}/x/", direction=direction, drawer=None))


def test_a_secret_is_a_file_of_its_owner_and_nowhere_else(node: Node, site: Foreign) -> None:
    run(node, replace(PULL, url=site.url))
    (source,) = (line.source for line in sources(node))
    path = node.home / "taxii" / source.id
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    elsewhere = [one for one in node.home.rglob("*") if one.is_file() and one != path]
    assert all(PASSWORD.encode() not in one.read_bytes() for one in elsewhere)
    remove_source(node, source.id)
    assert not path.exists()


def test_a_secret_that_others_can_read_or_that_is_damaged_is_not_used(node: Node) -> None:
    keep_secret(node, "x", Secret(token="a-token"))
    path = node.home / "taxii" / "x"
    assert credentials(node, "x", None).token == "a-token"
    path.chmod(0o644)
    with pytest.raises(OpenToOthers):
        credentials(node, "x", None)
    path.chmod(0o600)
    path.write_text("{")
    with pytest.raises(KeysDamaged):
        credentials(node, "x", None)
    assert credentials(node, "nobody", "me").password is None


def test_a_secret_does_not_show_itself() -> None:
    assert PASSWORD not in repr(PULL)


def test_a_failure_is_remembered_with_a_sentence_and_a_pause(node: Node, site: Foreign) -> None:
    source = add_source(node, replace(PULL, url=site.url, every=900))
    site.server.answers = lambda *_: reply({}, 500)
    ran = ended(Run(node, source, pause=lambda _: None))
    assert ran.error is not None
    assert ran.error.code == progress(node).trouble == "FOREIGN_FAILED"
    assert progress(node).not_before is not None
    (line,) = sources(node)
    assert [
        site.url.removeprefix("http://") in (trouble_of(line, lang) or "") for lang in ("ar", "fr", "en")
    ] == [True] * 3


def test_the_server_s_own_time_to_wait_is_remembered(node: Node, site: Foreign) -> None:
    source = add_source(node, replace(PULL, url=site.url))
    site.server.answers = lambda *_: reply({}, 503, retry_after="7200")
    ended(Run(node, source, pause=lambda _: None))
    found = progress(node)
    assert found.tried is not None
    assert found.not_before is not None
    assert found.not_before - found.tried > 7_000_000_000


def test_a_fault_of_ours_is_seen_whole_and_remembered(
    node: Node, site: Foreign, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    source = add_source(node, replace(PULL, url=site.url))

    def faulty(*_: object, **__: object) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr("tansiq.wiring.taxii.running.pull", faulty)
    ran = ended(Run(node, source, pause=lambda _: None))
    assert ran.error is not None
    assert ran.error.code == progress(node).trouble == "TAXII_SOURCE_FAULT"
    assert "ZeroDivisionError" in caplog.text


def test_a_drawer_that_went_is_a_trouble_and_no_crash(node: Node, site: Foreign) -> None:
    source = add_source(node, replace(PULL, url=site.url))
    with node.store.transaction() as tx:
        tx.drawers.remove(str(source.drawer))
    ran = ended(Run(node, source, pause=lambda _: None))
    assert ran.error is not None
    assert ran.error.code == "TAXII_NO_COLLECTION"


def test_one_bad_object_does_not_stop_the_others(node: Node, site: Foreign) -> None:
    spoiled = {**json.loads(identity(7)), "created": "yesterday"}
    site.server.add(json.dumps(spoiled).encode(), b"null", b'{"id":7}')
    ran = run(node, replace(PULL, url=site.url))
    assert (ran.new, len(ran.refused), ran.done) == (4, 3, True)
    assert ran.refused[0].id == spoiled["id"]


OLD = {
    "type": "indicator",
    "id": "indicator--7b0f6b5e-28c7-4a5c-9b0c-0f1b2c3d4e5f",
    "created": "2017-01-01T00:00:00.000Z",
    "modified": "2017-01-01T00:00:00.000Z",
    "labels": ["malicious-activity"],
    "pattern": "[ipv4-addr:value = '198.51.100.7']",
    "valid_from": "2017-01-01T00:00:00Z",
}


@pytest.mark.parametrize("upgrade", [True, False])
def test_stix_2_0_comes_in_only_where_it_shall_be_upgraded(
    node: Node,
    site: Foreign,
    upgrade: bool,  # noqa: FBT001 - both
) -> None:
    site.server.rows.clear()
    site.server.add(json.dumps(OLD).encode())
    ran = run(node, replace(PULL, url=site.url, upgrade=upgrade))
    assert (ran.new, len(ran.refused)) == ((1, 0) if upgrade else (0, 1))


def test_what_cannot_be_upgraded_is_named(node: Node, site: Foreign) -> None:
    site.server.rows.clear()
    site.server.add(json.dumps({**OLD, "pattern": "nonsense"}).encode(), b"7", identity(1))
    ran = run(node, replace(PULL, url=site.url, upgrade=True))
    assert (ran.new, [one.id for one in ran.refused]) == (1, [OLD["id"], "–"])


def test_a_source_is_found_by_the_beginning_of_its_id_or_its_address(node: Node, site: Foreign) -> None:
    source = add_source(node, replace(PULL, url=site.url))
    with node.snapshot() as tx:
        assert {find_source(typed, tx).id for typed in (source.id, source.id[:6], source.url)} == {source.id}
        for typed in ("", source.id[:3], "nobody"):
            with pytest.raises(NoSuchSource):
                find_source(typed, tx)


def test_a_source_is_paused_and_resumed(node: Node, site: Foreign) -> None:
    source = add_source(node, replace(PULL, url=site.url))
    assert pause_source(node, source.id).paused
    assert not resume_source(node, source.id).paused
    assert progress(node).tried is None


def test_an_interval_lies_between_a_minute_and_a_month(node: Node, site: Foreign) -> None:
    source = add_source(node, replace(PULL, url=site.url))
    assert set_interval(node, source.id, 60).every == 60
    assert set_interval(node, source.id, None).every is None
    for every in (59, 0, -1, 32 * 86_400):
        with pytest.raises(BadInterval):
            set_interval(node, source.id, every)
    with pytest.raises(BadInterval):
        add_source(node, replace(PULL, url=site.url, every=5))


def test_a_drawer_that_is_filled_from_elsewhere_is_not_removed(node: Node, site: Foreign) -> None:
    drawer = add_drawer(node, "Held")
    source = add_source(node, replace(PULL, url=site.url, drawer="Held"))
    with pytest.raises(DrawerInUse):
        remove_drawer(node, drawer.id)
    remove_source(node, source.id)
    remove_drawer(node, drawer.id)


def test_an_unknown_drawer_is_refused(node: Node, site: Foreign) -> None:
    with pytest.raises(NoSuchDrawer):
        add_source(node, replace(PULL, url=site.url, drawer="nowhere"))


def test_only_an_administrator_changes_anything(node: Node, site: Foreign) -> None:
    source = add_source(node, replace(PULL, url=site.url))
    outsider = Actor("omar", frozenset({"releaser", "liaison", "supervisor", "analyst", "drafter"}))
    for change in (pause_source, resume_source, run_now, remove_source):
        with pytest.raises(NotAllowed):
            change(node, source.id, actor=outsider)
    with pytest.raises(NotAllowed):
        set_interval(node, source.id, 60, actor=outsider)
    with pytest.raises(NotAllowed):
        add_source(node, replace(PULL, url=site.url), actor=outsider)
    assert [line.source for line in sources(node)] == [source]


def test_what_is_changed_is_noted(node: Node, site: Foreign) -> None:
    source = add_source(node, replace(PULL, url=site.url))
    pause_source(node, source.id)
    remove_source(node, source.id)
    with node.snapshot() as tx:
        verbs = [line.verb for line in tx.trail.read(source.id)]
    assert verbs == ["taxii.source.remove", "taxii.source.pause", "taxii.source.add"]


def test_a_server_that_is_away_is_not_remembered(node: Node) -> None:
    with pytest.raises(ForeignAway):
        add_source(node, replace(PULL, url="http://127.0.0.1:9/"))
    assert sources(node) == ()


def test_a_run_that_is_stopped_ends_between_two_pages(node: Node, site: Foreign) -> None:
    source = add_source(node, replace(PULL, url=site.url))
    asked: list[Reply | None] = []
    steps = list(Run(node, source, pause=lambda _: None, stop=lambda: True).steps())
    assert (len(steps), steps[0].done, asked) == (1, False, [])


def test_the_folder_of_secrets_is_made_once(node: Node, tmp_path: Path) -> None:
    for name in ("one", "two", "one"):
        keep_secret(node, name, Secret(password=str(tmp_path)))
    assert sorted(path.name for path in (node.home / "taxii").iterdir()) == ["one", "two"]

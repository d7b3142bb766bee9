"""Sources and tools: what is shown to whom, and who may change it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from tansiq.exchange.taxii import Direction, Source
from tansiq.wiring import ImportOrder, taxii
from tests.exchange import cast
from tests.exchange.taxii.client.server import Server, identity, reply
from tests.net.foreign import PASSWORD, USER, Foreign, foreign
from tests.web.served import Served
from tests.web.workbench.reading import ATTACKS, page

ORDER = ImportOrder(purposes=("counter-terrorism",), grading="A2", tlp="amber")


@pytest.fixture
def site() -> Iterator[Foreign]:
    server = Server()
    server.add(*map(identity, range(4)))
    with foreign(server) as open_:
        yield open_


@pytest.fixture
def source(served: Served, site: Foreign) -> Source:
    """A source that was added and not yet run."""
    wish = taxii.Wish(site.url, Direction.PULL, username=USER, secret=taxii.Secret(PASSWORD), every=900)
    return taxii.add_source(served.node, wish)


def state(served: Served) -> taxii.SourceLine:
    (line,) = taxii.sources(served.node)
    return line


def test_at_first_the_page_says_what_to_do(served: Served) -> None:
    shown = page(served.client(), "/tools")
    for command in ("tansiq taxii pull", "tansiq taxii collection add", "tansiq taxii account add"):
        assert command in shown


def test_a_source_shows_how_it_goes(served: Served, source: Source) -> None:
    list(taxii.Run(served.node, source, pause=lambda _: None).steps())
    shown = page(served.client(), "/tools")
    assert source.url in shown
    assert "in order" in shown
    assert "every 15 minutes" in shown
    assert PASSWORD not in shown


@pytest.mark.parametrize(("person", "said"), [("salma", "in trouble"), ("omar", "en difficulté")])
def test_a_trouble_is_a_sentence_in_the_reader_s_language(
    served: Served, source: Source, site: Foreign, person: str, said: str
) -> None:
    site.server.answers = lambda *_: reply({}, 500)
    list(taxii.Run(served.node, source, pause=lambda _: None).steps())
    shown = page(served.client(person), "/tools")
    assert said in shown
    assert "FOREIGN_FAILED" not in shown


def test_collections_and_accounts_are_shown_with_rights_and_without_secrets(served: Served) -> None:
    taxii.add_drawer(served.node, "Alerts", alias="coast")
    taxii.add_drawer(served.node, "Reports", order=ORDER)
    siem = taxii.add_account(served.node, "siem", password="a very long pass phrase 7")
    taxii.add_account(served.node, "theirs", partner=cast.MEMBER, only_drawers=True)
    taxii.grant(served.node, "siem", "coast", read=True, write=True)
    shown = page(served.client(), "/tools")
    for words in ("Alerts", "coast", "stays at home", "is signed and told", "siem", "reads and writes"):
        assert words in shown
    assert "sees nothing else" in shown
    assert siem.token not in shown


def test_a_source_is_paused_resumed_and_asked_at_once(served: Served, source: Source) -> None:
    client, path = served.client(), f"/tools/{source.id}"
    client.post(f"{path}/pause")
    assert state(served).source.paused
    assert f"{path}/resume" in page(client, "/tools")
    client.post(f"{path}/resume")
    assert not state(served).source.paused
    assert state(served).progress.tried is None
    client.post(f"{path}/run")
    assert "begins at once" in page(client, "/tools")


@pytest.mark.parametrize(
    ("typed", "every"),
    [("3600", 3600), ("by-hand", None), ("", 900), ("59", 900), ("-1", 900), ("٦٠٠", 900), ("9" * 5000, 900)],
)
def test_the_interval_is_changed_to_what_can_be(
    served: Served, source: Source, typed: str, every: int | None
) -> None:
    served.client().post(f"/tools/{source.id}/interval", {"every": typed})
    assert state(served).source.every == every


@pytest.mark.parametrize("act", ["run", "pause", "resume", "interval"])
def test_who_is_no_administrator_reads_and_changes_nothing(served: Served, source: Source, act: str) -> None:
    client, before = served.client("omar"), state(served)
    assert f"/{act}" not in page(client, "/tools")
    assert client.post(f"/tools/{source.id}/{act}", {"every": "3600"}).status_code == 403
    assert state(served) == before


def test_who_has_no_role_does_not_even_read(served: Served) -> None:
    assert served.client("nobody").get("/tools").status_code == 403


@pytest.mark.parametrize("act", ["run", "pause", "resume", "interval"])
def test_an_unknown_source_is_refused_in_a_sentence(served: Served, act: str) -> None:
    client = served.client()
    assert client.post(f"/tools/{uuid4()}/{act}", {"every": "3600"}).status_code == 302
    assert "notice-alarm" in page(client, "/tools")
    assert client.get(f"/tools/{uuid4()}/{act}").status_code == 405
    assert client.post(f"/tools/nobody/{act}").status_code == 404


@pytest.mark.parametrize("attack", ATTACKS)
def test_titles_stay_text(served: Served, attack: str) -> None:
    if not attack.strip():
        pytest.skip("a title must say something")
    taxii.add_drawer(served.node, attack, description=attack)
    shown = page(served.client(), "/tools")
    assert attack not in shown or "<" not in attack

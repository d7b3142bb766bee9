"""`tansiq taxii`: accounts, collections, rights, and foreign servers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tansiq.exchange.taxii.client import Reply
from tests.cli.asking import TERMS, ask, lines, pair, refused, run
from tests.exchange.taxii.client.server import COLLECTION, Server, identity, reply
from tests.net.foreign import PASSWORD, TOKEN, USER, Foreign, foreign
from tests.wiring.nodes import Homes

pytestmark = pytest.mark.usefixtures("home")
OTHER = "52892447-4d7e-4f70-b94d-d7f22742ff63"


@pytest.fixture
def site() -> Iterator[Foreign]:
    """A foreign server that holds four objects and admits us."""
    server = Server(room=1_000_000)
    server.add(*map(identity, range(4)))
    with foreign(server) as served:
        served.closed = True
        yield served


@pytest.fixture
def keys(tmp_path: Path) -> tuple[str, ...]:
    """The options by which we prove ourselves."""
    (tmp_path / "password").write_text(PASSWORD + "\n")
    return ("--username", USER, "--password-file", str(tmp_path / "password"))


def test_an_account_is_opened_renewed_and_closed() -> None:
    made = ask("taxii", "account", "add", "siem")
    again = ask("taxii", "account", "renew", "siem")
    assert made["token"] != again["token"]
    assert [one["account"] for one in ask("taxii", "list")["accounts"]] == ["siem"]
    assert ask("taxii", "account", "close", "siem")["closed"]
    assert ask("taxii", "list")["accounts"] == []
    assert refused("taxii", "account", "renew", "siem") == "TAXII_NO_ACCOUNT"


def test_a_token_is_shown_once() -> None:
    shown = lines("taxii", "account", "add", "siem")
    token = shown[1].split()[-1]
    assert len(token) >= 43
    assert token not in run("taxii", "list", "--json").output


def test_an_account_may_have_a_password_that_is_not_easily_guessed(tmp_path: Path) -> None:
    (tmp_path / "weak").write_text("password")
    (tmp_path / "strong").write_text("a very long pass phrase 7\n")
    weak = ("taxii", "account", "add", "a", "--password-file", tmp_path / "weak")
    assert refused(*weak) == "PASSWORD_TOO_WEAK"
    ask("taxii", "account", "add", "b", "--password-file", tmp_path / "strong")
    assert [(one["account"], one["password"]) for one in ask("taxii", "list")["accounts"]] == [("b", True)]


def test_an_account_of_a_partner_names_it(homes: Homes, home: Path) -> None:
    pair(homes, home, homes.found("Bravo", "ML"))
    ask("taxii", "account", "add", "theirs", "--partner", "Bravo", "--only-drawers")
    (account,) = ask("taxii", "list")["accounts"]
    assert (account["partner_name"], account["only_drawers"]) == ("Bravo", True)
    assert refused("taxii", "account", "add", "x", "--partner", "Nobody") == "NOT_FOUND"


def test_a_collection_is_made_granted_and_removed() -> None:
    made = ask("taxii", "collection", "add", "Alerts", "--alias", "coast")
    ask("taxii", "account", "add", "siem")
    given = ask("taxii", "grant", "siem", "coast", "--read", "--write")
    assert given == {"account": "siem", "collection": made["id"], "read": True, "write": True}
    assert lines("taxii", "grant", "siem", "Alerts") == ["siem, Alerts: nothing"]
    assert refused("taxii", "grant", "siem", "nowhere", "--read") == "TAXII_NO_COLLECTION"
    assert ask("taxii", "collection", "remove", "coast", "--yes")["removed"]
    assert ask("taxii", "list")["collections"] == []


def test_a_collection_with_terms_says_so_and_half_terms_are_refused() -> None:
    made = ask("taxii", "collection", "add", "Reports", *TERMS)
    assert made["terms"] is True
    assert "signed and told" in "\n".join(lines("taxii", "list"))
    assert refused("taxii", "collection", "add", "Half", "--tlp", "amber") == "TAXII_TERMS_INCOMPLETE"
    assert refused("taxii", "collection", "add", "Wrong", *TERMS, "--to", "Nobody") == "NOT_FOUND"


def test_at_first_the_list_says_what_to_do() -> None:
    said = "\n".join(lines("taxii", "list"))
    for command in ("tansiq taxii account add", "tansiq taxii collection add", "tansiq taxii pull"):
        assert command in said


def test_a_server_is_fetched_from_and_remembered(site: Foreign, keys: tuple[str, ...]) -> None:
    first = ask("taxii", "pull", site.url, *keys, "--every", "15m")
    assert (first["new"], first["known"], first["refused"], first["done"]) == (4, 0, [], True)
    assert (first["source"]["every"], first["source"]["collection_title"]) == (900, "Watch list")
    site.server.add(identity(9))
    assert ask("taxii", "pull", site.url)["new"] == 1
    shown = lines("taxii", "source", "list")
    assert shown[1].split()[1:5] == ["pull", "Watch", "list", "5"]
    assert ask("taxii", "list")["sources"] == ask("taxii", "source", "list")["sources"]


def test_a_token_opens_too(site: Foreign, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(TOKEN)
    assert ask("taxii", "pull", site.url, "--token-file", tmp_path / "token")["new"] == 4


def test_once_remembers_nothing_of_the_server(site: Foreign, keys: tuple[str, ...], home: Path) -> None:
    done = ask("taxii", "pull", site.url, *keys, "--once")
    assert (done["new"], done["source"]) == (4, None)
    assert ask("taxii", "source", "list") == {"sources": []}
    assert list((home / "taxii").iterdir()) == []


def test_a_drawer_is_brought(site: Foreign, keys: tuple[str, ...]) -> None:
    ask("taxii", "pull", site.url, *keys)
    assert ask("taxii", "push", site.url, "--from", "Watch list")["new"] == 4
    assert refused("taxii", "push", site.url) == "TAXII_PUSH_FROM_WHERE"
    assert refused("taxii", "push", site.url, "--from", "nowhere") == "TAXII_NO_COLLECTION"


def test_what_a_server_refuses_is_named(site: Foreign, keys: tuple[str, ...]) -> None:
    ask("taxii", "pull", site.url, *keys)
    site.server.refuses = [f"identity--{number}" for number in range(30)]
    said = "\n".join(lines("taxii", "push", site.url, "--from", "Watch list"))
    assert "refused: identity--3: not today" in said
    assert "and 10 more" in said


def test_of_several_collections_the_title_chooses(site: Foreign, keys: tuple[str, ...]) -> None:
    def answer(_: str, url: str) -> Reply | None:
        held: dict[str, Any] = {"can_read": True, "can_write": False}
        both = [held | {"id": COLLECTION, "title": "First"}, held | {"id": OTHER, "title": "Second"}]
        return reply({"collections": both}) if url.endswith("/collections/") else None

    site.server.answers = answer
    said = ask("taxii", "pull", site.url, *keys, code=1)["error"]
    assert said["code"] == "FOREIGN_CHOICE"
    assert "“First”, “Second”" in said["sentence"]
    assert ask("taxii", "pull", site.url, "First", *keys)["source"]["collection_title"] == "First"


def test_a_server_that_fails_on_the_way_ends_with_a_sentence_and_is_shown_in_trouble(
    site: Foreign, keys: tuple[str, ...]
) -> None:
    site.server.answers = lambda _, url: reply({}, 500) if "objects" in url else None
    done = ask("taxii", "pull", site.url, *keys, code=1)
    assert done["error"]["code"] == done["source"]["trouble"] == "FOREIGN_FAILED"
    shown = "\n".join(lines("taxii", "source", "list"))
    assert "trouble" in shown
    assert "answered with an error of its own" in shown


def test_a_source_is_paused_resumed_and_removed(site: Foreign, keys: tuple[str, ...]) -> None:
    source = ask("taxii", "pull", site.url, *keys)["source"]["id"]
    assert ask("taxii", "source", "pause", source[:8])["paused"]
    assert not ask("taxii", "source", "resume", source)["paused"]
    ask("taxii", "source", "remove", source)
    assert refused("taxii", "source", "pause", source) == "TAXII_NO_SOURCE"
    assert len(ask("taxii", "list")["collections"]) == 1


@pytest.mark.parametrize("every", ["15", "m", "0m", "-5m", "1w", "٥m", "15 m", "99999999m"])
def test_an_interval_that_is_none_is_a_fault_of_usage(every: str) -> None:
    assert run("taxii", "pull", "https://taxii.example", "--every", every).exit_code == 2


@pytest.mark.parametrize("every", ["59s", "32d"])
def test_an_interval_out_of_bounds_is_refused(every: str) -> None:
    assert refused("taxii", "pull", "https://taxii.example", "--every", every) == "TAXII_BAD_INTERVAL"


@pytest.mark.parametrize("url", ["http://taxii.example/", "https://u:secret@taxii.example/", "http://["])
def test_an_address_that_must_not_be_asked_is_refused_and_no_password_repeated(url: str) -> None:
    done = run("taxii", "pull", url, "--json")
    assert (done.exit_code, "BAD_FOREIGN_URL" in done.stdout, "secret" in done.output) == (1, True, False)

"""Inbox and Reports: what is in them, what narrows them, what nobody sees."""

from __future__ import annotations

import pytest

from tansiq.exchange import Alarm
from tansiq.web.workbench.filters import ROWS
from tests.exchange import cast
from tests.web.served import Served
from tests.web.workbench.reading import LANGUAGES, page, speak


def test_what_came_in_is_in_the_inbox_and_ours_is_not(served: Served) -> None:
    served.hear("A boat")
    served.write("A convoy", to=cast.to(cast.MEMBER))
    inbox, reports = (page(served.client(), path) for path in ("/inbox", "/reports"))
    assert ("A boat" in inbox, "A convoy" in inbox) == (True, False)
    assert ("A boat" in reports, "A convoy" in reports) == (False, True)


def test_an_empty_node_says_so(served: Served) -> None:
    assert "Nothing has come in yet" in page(served.client(), "/inbox")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", ["/", "/inbox", "/reports", "/partners", "/write"])
def test_every_page_speaks(served: Served, path: str, lang: str) -> None:
    served.hear("A boat")
    client = served.client()
    speak(client, lang)
    shown = page(client, path)
    assert f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}"' in shown
    assert served.node.agency.names[lang] in shown.replace("&#x27;", "'")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "boat"}, True),
        ({"q": "BOAT coast"}, True),
        ({"q": "camel"}, False),
        ({"type": "report"}, True),
        ({"type": "incident"}, False),
        ({"tlp": "amber"}, True),
        ({"tlp": "red"}, False),
        ({"partner": cast.MEMBER}, True),
        ({"partner": cast.OUTSIDER}, False),
        ({"unread": "1"}, True),
        ({"type": "no such type", "partner": "nobody", "tlp": "violet", "circle": "x"}, True),
        ({"before": "1"}, False),
        ({"before": "soon"}, True),
    ],
)
def test_filters_narrow(served: Served, query: dict[str, str], found: bool) -> None:  # noqa: FBT001 - a table of cases
    served.hear("A boat")
    assert ("A boat" in page(served.client(), "/inbox", **query)) is found


def test_what_was_read_is_no_longer_unread(served: Served) -> None:
    client, object_id = served.client(), served.hear("A boat")
    page(client, f"/reports/{object_id}")
    assert "A boat" not in page(client, "/inbox", unread="1")
    assert "A boat" in page(served.client("omar"), "/inbox", unread="1")


def test_a_long_listing_has_pages(served: Served) -> None:
    for number in range(ROWS + 3):
        served.write(f"Convoy number {number}.", to=cast.to(cast.MEMBER))
    client = served.client()
    first = page(client, "/reports")
    assert first.count("Convoy number") == ROWS
    older = first.split('rel="next" href="?')[1].split('"')[0]
    second = page(client, f"/reports?{older}")
    assert second.count("Convoy number") == 3
    assert 'rel="prev"' in second


def test_a_search_leaves_a_trail_and_a_look_does_not(served: Served) -> None:
    client = served.client()
    page(client, "/inbox")
    page(client, "/inbox", q="boat")
    with served.node.snapshot() as tx:
        assert [(line.verb, line.actor) for line in tx.trail.read("boat", limit=10)] == [("search", "salma")]


def test_what_was_withdrawn_is_in_no_listing_search_or_count(served: Served) -> None:
    client, object_id = served.client(), served.hear("A boat")
    served.member.recall(object_id, now=served.node.now())
    served.pull(served.home, served.member)
    for path in ("/", "/inbox", "/inbox?q=boat", "/inbox?unread=1"):
        assert "A boat" not in page(client, path)
        assert object_id not in page(client, path)


def test_receipts_are_counted(served: Served) -> None:
    served.write(to=cast.to(cast.MEMBER, cast.OUTSIDER))
    served.pull(served.member, served.home)
    assert "1 of 2" in page(served.client(), "/reports")


def test_today_says_what_came_in_what_waits_and_who_is_silent(served: Served) -> None:
    served.hear("A boat")
    served.write(to=cast.to(cast.MEMBER))
    shown = page(served.client(), "/")
    for words in ("A boat", "Receipt outstanding", "Fingerprint not yet compared", "never answered yet"):
        assert words in shown


def test_today_remembers_the_last_look(served: Served) -> None:
    client = served.client()
    page(client, "/")
    client.post("/logout")
    client.post("/login/", {"username": "salma", "password": "a long pass phrase 1"})
    served.hear("A boat")
    assert "A boat" in page(client, "/")
    assert "since your last look" in page(client, "/")


def test_an_alarm_shows_and_is_settled(served: Served) -> None:
    with served.node.store.transaction() as tx:
        tx.alarms.raise_(alarm(served))
    client = served.client()
    for path in ("/", f"/partners/{cast.MEMBER}"):
        assert "alarm-alarm" in page(client, path)
    assert "settle" not in page(served.client("omar"), "/")
    number = page(client, "/").split("/alarms/")[1].split("/")[0]
    assert served.client("omar").post(f"/alarms/{number}/settle").status_code == 403
    assert (
        client.post(f"/alarms/{number}/settle", headers={"Referer": "https://evil.example/"}).headers[
            "Location"
        ]
        == "/"
    )
    assert "alarm-alarm" not in page(client, "/")
    assert client.post("/alarms/999999999999999999/settle").status_code == 404


def alarm(served: Served) -> Alarm:
    return Alarm("fork", cast.MEMBER, {"why": "<script>"}, b"", served.node.now())

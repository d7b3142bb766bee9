"""Watchers learn whether the node works, and figures only who may."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tansiq.store import Locked
from tests.exchange import cast
from tests.web.served import Served

LINE = re.compile(r'(# (HELP|TYPE) .+)|(tansiq_[a-z_]+(\{partner="[a-z0-9-]+"\})? -?[0-9.e+-]+)')


@pytest.mark.usefixtures("served")
def test_a_node_that_works_says_so() -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"ok": True})


def test_a_database_that_fails_is_named_and_nothing_else(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise Locked("secret path")

    monkeypatch.setattr(served.node.store, "snapshot", fail)
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"ok": False, "fails": ["database"]})


def test_figures_are_in_the_text_format(served: Served) -> None:
    served.write(to=cast.to(cast.MEMBER))
    shown = Client(REMOTE_ADDR="127.0.0.1").get("/metrics").content.decode()
    assert all(LINE.fullmatch(line) for line in shown.splitlines()), shown
    assert "tansiq_alarms_open 0" in shown
    assert re.search(rf'tansiq_told_entries\{{partner="{cast.MEMBER}"\}} [1-9]', shown)


@pytest.mark.parametrize(
    "about",
    [
        {"REMOTE_ADDR": "192.0.2.1"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.1"},
    ],
)
def test_figures_are_not_for_the_world(served: Served, about: dict[str, str]) -> None:
    assert Client(**about).get("/metrics").status_code == 403  # type: ignore[arg-type]
    assert served.client("omar").get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 403
    assert served.client().get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 200


def test_figures_name_no_content(served: Served) -> None:
    served.write("A convoy", to=cast.to(cast.MEMBER))
    assert b"convoy" not in Client(REMOTE_ADDR="127.0.0.1").get("/metrics").content

"""Language and brightness: kept, local, harmless."""

from __future__ import annotations

import pytest
from django.test import Client

from tansiq.store.models import User
from tests.web.served import Served


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_a_language_is_kept_on_the_person(served: Served, lang: str, direction: str) -> None:
    client = served.client()
    assert client.post("/language", {"language": lang, "next": "/inbox"}).headers["Location"] == "/inbox"
    assert f'<html lang="{lang}" dir="{direction}"' in served.client().get("/").content.decode()
    assert User.objects.get(username="salma").language == lang


@pytest.mark.usefixtures("served")
def test_before_the_log_in_a_language_is_kept_in_the_browser() -> None:
    client = Client()
    client.post("/language", {"language": "fr"})
    assert 'lang="fr"' in client.get("/login/").content.decode()


@pytest.mark.parametrize("lang", ["", "xx", "../..", "<b>"])
def test_another_language_changes_nothing(served: Served, lang: str) -> None:
    served.client().post("/language", {"language": lang})
    assert User.objects.get(username="salma").language == "en"


@pytest.mark.parametrize("path", ["/language", "/theme"])
@pytest.mark.parametrize("astray", ["https://evil.example/", "//evil.example", ""])
def test_a_choice_leads_back_to_this_node_only(served: Served, path: str, astray: str) -> None:
    assert served.client().post(path, {"next": astray}).headers["Location"] == "/"


def test_brightness_is_kept_in_the_browser(served: Served) -> None:
    client = served.client()
    client.post("/theme", {"theme": "dark"})
    assert 'data-theme="dark"' in client.get("/").content.decode()
    client.post("/theme", {"theme": '"><script>'})
    assert 'data-theme="dark"' in client.get("/").content.decode()


def test_a_forged_cookie_chooses_nothing(served: Served) -> None:
    client = served.client()
    client.cookies["tansiq_theme"] = "evil"
    assert "evil" not in client.get("/").content.decode()

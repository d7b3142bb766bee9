"""One report: its words, who has it and why, recalled, withdrawn, attacked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tansiq.release import Standing
from tests.exchange import cast
from tests.web.served import Served
from tests.web.workbench.reading import ATTACKS, LANGUAGES, page, speak, text


def test_our_own_report_says_who_has_it_and_why(served: Served) -> None:
    object_id = served.write("A convoy", to=cast.to(cast.MEMBER, exclude=[cast.OUTSIDER]))
    shown = page(served.client(), f"/reports/{object_id}")
    assert "A convoy" in shown
    assert "released whole" in shown
    assert "not released" in shown
    assert "on its way" in shown
    assert 'hx-trigger="every 3s"' in shown


def test_a_receipt_shows(served: Served) -> None:
    object_id = served.write(to=cast.to(cast.MEMBER))
    served.pull(served.member, served.home)
    shown = page(served.client(), f"/reports/{object_id}")
    assert "received, verified" in shown
    assert "hx-trigger" not in shown


def test_what_looks_again_by_itself_brings_no_content_and_leaves_no_trail(served: Served) -> None:
    object_id = served.write("A convoy", "Seen at dawn.", to=cast.to(cast.MEMBER))
    client = served.client()
    page(client, f"/reports/{object_id}")
    before = trail(served, object_id)
    answer = client.get(f"/reports/{object_id}", headers={"HX-Request": "true"})
    assert 'id="told"' in answer.content.decode()
    assert "Seen at dawn." not in answer.content.decode()
    assert trail(served, object_id) == before


def trail(served: Served, subject: str) -> list[str]:
    with served.node.snapshot() as tx:
        return [line.verb for line in tx.trail.read(subject, limit=100)]


def test_every_reading_leaves_a_trail(served: Served) -> None:
    object_id = served.hear()
    page(served.client(), f"/reports/{object_id}")
    assert trail(served, object_id) == ["read"]


def test_the_report_of_another_shows_its_words_and_nothing_of_its_way(served: Served) -> None:
    object_id = served.hear("A boat", "Stopped off the coast.")
    shown = page(served.client(), f"/reports/{object_id}")
    assert "Stopped off the coast." in shown
    assert 'id="told"' not in shown
    assert "/correct" not in shown
    assert served.client().get(f"/reports/{object_id}", headers={"HX-Request": "1"}).status_code == 404


@pytest.mark.parametrize("lang", LANGUAGES)
def test_why_answers_in_the_language_of_the_reader(served: Served, lang: str) -> None:
    object_id = served.write(to=cast.to(cast.MEMBER, exclude=[cast.OUTSIDER]))
    client = served.client()
    speak(client, lang)
    excluded = {"ar": "استُثنيت", "fr": "exclu", "en": "excluded"}[lang]
    assert excluded in text(page(client, f"/reports/{object_id}", why=cast.OUTSIDER)).split('id="why"')[1]


@pytest.mark.parametrize("asked", ["", "nobody", "identity--x", cast.SAHEL, "<script>"])
def test_why_for_nobody_answers_nothing(served: Served, asked: str) -> None:
    object_id = served.write(to=cast.to(cast.MEMBER))
    assert 'id="why"' not in page(served.client(), f"/reports/{object_id}", why=asked)


def test_a_recall_goes_out_and_its_answer_shows(served: Served) -> None:
    object_id = served.write("A convoy", to=cast.to(cast.MEMBER))
    served.pull(served.member, served.home)
    client = served.client()
    answer = client.post(f"/reports/{object_id}/recall", {"reason": "inaccurate"})
    assert answer.headers["Location"] == f"/reports/{object_id}"
    assert "0 of 1" in page(client, f"/reports/{object_id}")
    served.pull(served.member, served.home)
    served.pull(served.home, served.member)
    assert not served.member.holds(object_id)
    assert "erased there" in page(client, f"/reports/{object_id}")


@pytest.mark.parametrize("reason", ["", "because", "<b>"])
def test_a_recall_without_a_reason_is_refused_in_a_sentence(served: Served, reason: str) -> None:
    object_id = served.write(to=cast.to(cast.MEMBER))
    client = served.client()
    client.post(f"/reports/{object_id}/recall", {"reason": reason})
    assert "notice-alarm" in page(client, f"/reports/{object_id}")
    assert served.home.holds(object_id)
    assert served.home.view().objects.tombstone(object_id) is None


def test_the_report_of_another_cannot_be_recalled(served: Served) -> None:
    object_id = served.hear()
    client = served.client()
    client.post(f"/reports/{object_id}/recall", {"reason": "inaccurate"})
    assert "notice-alarm" in page(client, f"/reports/{object_id}")


def test_of_a_withdrawn_report_no_word_is_left(served: Served) -> None:
    object_id = served.hear("A boat", "Stopped off the coast.")
    served.member.recall(object_id, now=served.node.now())
    served.pull(served.home, served.member)
    shown = page(served.client(), f"/reports/{object_id}")
    assert "recalled by its originator" in shown
    assert "A boat" not in shown
    assert "Stopped" not in shown


def test_sharing_further_is_a_decision_too(served: Served) -> None:
    object_id = served.write(to=cast.to(cast.MEMBER))
    client = served.client()
    client.post(f"/reports/{object_id}/share", {"to": [cast.OUTSIDER]})
    served.pull(served.outsider, served.home)
    assert served.outsider.holds(object_id)
    foreign = served.hear()
    client.post(f"/reports/{foreign}/share", {"to": [cast.OUTSIDER]})
    assert "notice-alarm" in page(client, f"/reports/{foreign}")
    served.pull(served.outsider, served.home)
    assert not served.outsider.holds(foreign)


@pytest.mark.parametrize("attack", ATTACKS)
def test_words_of_a_partner_stay_words(served: Served, attack: str) -> None:
    sources = [{"source_name": attack, "description": attack, "url": "javascript:alert(1)"}]
    object_id = served.hear(attack, attack, external_references=sources)
    for path in (f"/reports/{object_id}", "/inbox", "/"):
        shown = page(served.client(), path)
        assert attack not in shown or "<" not in attack
        assert attack in text(shown)
        assert "javascript:" not in shown or 'href="javascript:' not in shown


def test_a_title_that_turns_the_direction_is_kept_apart(served: Served) -> None:
    object_id = served.write("safe \u05d0 (\u0627)", to=cast.to(cast.MEMBER))
    assert '<h1><bdi lang="en" dir="ltr">' in page(served.client(), f"/reports/{object_id}")


def test_an_unknown_report_is_not_there(served: Served) -> None:
    path = "/reports/report--00000000-0000-4000-8000-000000000000"
    assert served.client().get(path).status_code == 404
    for act in ("correct", "recall", "share"):
        assert served.client().post(f"{path}/{act}", {"reason": "inaccurate"}).status_code == 404


@pytest.mark.parametrize("act", ["correct", "recall", "share"])
def test_a_supervisor_reads_and_does_nothing(served: Served, act: str) -> None:
    object_id = served.write(to=cast.to(cast.MEMBER))
    client = served.client("omar")
    shown = page(client, f"/reports/{object_id}")
    assert "/recall" not in shown
    assert "/correct" not in shown
    assert client.post(f"/reports/{object_id}/{act}", {"reason": "inaccurate"}).status_code == 403


@pytest.mark.parametrize("path", ["/", "/inbox", "/reports", "/partners", "/write"])
def test_without_a_role_nothing_is_read(served: Served, path: str) -> None:
    served.hear("A boat")
    answer = served.client("nobody").get(path)
    assert answer.status_code == 403
    assert "A boat" not in answer.content.decode()


@pytest.mark.parametrize("act", ["recall", "share"])
def test_a_form_of_another_site_does_nothing(served: Served, act: str) -> None:
    object_id = served.write(to=cast.to(cast.MEMBER))
    answer = served.client(csrf=True).post(f"/reports/{object_id}/{act}", {"reason": "inaccurate"})
    assert answer.status_code == 403
    assert served.home.view().objects.tombstone(object_id) is None


def test_an_answer_that_takes_a_day_is_overdue(served: Served) -> None:
    obj = cast.note()
    (object_id,) = served.home.tell(obj, to=cast.to(cast.MEMBER), now=served.node.now() - timedelta(days=2))
    assert "overdue" in page(served.client(), f"/reports/{object_id}")


def test_a_suspended_partner_is_refused_with_the_reason(served: Served) -> None:
    object_id = served.write(to=cast.to(cast.MEMBER))
    with served.node.store.transaction() as tx:
        tx.agencies.set_standing(cast.MEMBER, Standing.SUSPENDED, now=served.node.now())
    assert "suspended" in page(served.client(), f"/reports/{object_id}")

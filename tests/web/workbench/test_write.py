"""Writing, importing and correcting, through the forms."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tansiq.release import Record
from tests.exchange import cast
from tests.web.served import Served, report
from tests.web.workbench.reading import ATTACKS, LANGUAGES, page, speak

TERMS = {"purpose": "counter-terrorism", "source": "A", "information": "2", "tlp": "amber"}
WORDS = {"title": "A convoy", "text": "Seen at dawn.", "lang": "en", "kind": "report"}


def send(client: Client, path: str = "/write", **typed: Any) -> HttpResponse:
    """Send the form, filled in but for what `typed` says."""
    answer = client.post(path, {**TERMS, **WORDS, "agencies": [cast.MEMBER], **typed})
    assert isinstance(answer, HttpResponse)
    return answer


def sent(served: Served, answer: HttpResponse) -> Record:
    """Return what the form made, which must be one object."""
    assert answer.status_code == 302, answer.content.decode()
    record = served.home.view().objects.record(answer.headers["Location"].rsplit("/", 1)[1])
    assert record is not None
    return record


def test_a_report_is_signed_and_told(served: Served) -> None:
    record = sent(served, send(served.client()))
    assert (record.object.title, record.object.data["description"]) == ("A convoy", "Seen at dawn.")
    served.pull(served.member, served.home)
    assert served.member.holds(record.object.id)


def test_an_incident_says_what_where_and_when(served: Served) -> None:
    more = {"kind": "incident", "event": "abduction", "place": "Agadez", "happened": "2026-01-02T03:04"}
    record = sent(served, send(served.client(), **more))
    shown = page(served.client(), f"/reports/{record.object.id}")
    assert record.object.type == "incident"
    assert "Agadez" in shown
    assert "2 January 2026" in shown


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"text": " \n "},
        {"lang": "tlh"},
        {"kind": "malware"},
        {"kind": "identity"},
        {"purpose": ""},
        {"source": ""},
        {"source": "Z"},
        {"information": "9"},
        {"tlp": ""},
        {"tlp": "violet"},
        {"purpose": "fun"},
        {"precedence": "someday"},
        {"retention": "tomorrow"},
        {"retention": "2001-01-01"},
        {"kind": "incident", "happened": "yesterday"},
        {"kind": "incident", "happened": "9999-99-99T99:99"},
        {"agencies": ["identity--nobody"]},
        {"title": "x" * 400},
        {"text": "nul \x00 byte"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_sent(served: Served, wrong: dict[str, Any]) -> None:
    client = served.client()
    answer = send(client, **wrong)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert "Nothing written yet" in page(client, "/reports")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_typed_is_kept(served: Served, lang: str) -> None:
    client = served.client()
    speak(client, lang)
    shown = send(client, tlp="", text="Seen at dawn.", circles=[]).content.decode()
    assert "Seen at dawn." in shown
    assert f'value="{cast.MEMBER}" checked' in shown


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_was_typed_stays_text(served: Served, attack: str) -> None:
    shown = send(served.client(), title=attack, text=attack, tlp="").content.decode()
    assert attack not in shown or "<" not in attack


def test_an_exclusion_beats_an_agency(served: Served) -> None:
    record = sent(
        served, send(served.client(), agencies=[cast.MEMBER, cast.OUTSIDER], exclude=[cast.OUTSIDER])
    )
    served.pull(served.outsider, served.home)
    assert not served.outsider.holds(record.object.id)


def test_a_text_file_becomes_a_report(served: Served) -> None:
    file = SimpleUploadedFile("report.txt", "شاحنتان شمال أغاديز.\nالتفاصيل.".encode())
    record = sent(served, send(served.client(), title="", text="", lang="ar", file=file))
    assert record.object.title == "شاحنتان شمال أغاديز."


def test_stix_comes_in_with_its_bytes(served: Served) -> None:
    obj = report("A boat", "Off the coast.", served.node)
    file = SimpleUploadedFile("boat.json", obj.raw)
    record = sent(served, send(served.client(), title="", text="", file=file))
    assert record.object.id == obj.id


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.json", b"{"),
        ("x.json", b"\xff\xfe"),
        ("x.txt", b"\xff\xfe"),
        ("x.txt", b" "),
        ("x.json", b'{"type": "bundle"}'),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(
    served: Served, name: str, content: bytes
) -> None:
    answer = send(served.client(), title="", text="", file=SimpleUploadedFile(name, content))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_a_supervisor_writes_nothing(served: Served) -> None:
    assert served.client("omar").get("/write").status_code == 403
    assert send(served.client("omar")).status_code == 403


def test_a_correction_reaches_whoever_has_it(served: Served) -> None:
    client = served.client()
    record = sent(served, send(client))
    served.pull(served.member, served.home)
    path = f"/reports/{record.object.id}"
    assert "Seen at dawn." in page(client, f"{path}/correct")
    assert send(client, f"{path}/correct", text="Seen at dusk.", source="B").status_code == 302
    shown = page(client, path)
    assert "<ins>dusk.</ins>" in shown
    assert "<del>dawn.</del>" in shown
    served.pull(served.member, served.home)
    held = served.member.view().objects.record(record.object.id)
    assert held is not None
    assert (held.object.data["description"], str(held.object.grading)) == ("Seen at dusk.", "B2")


def test_a_correction_keeps_what_an_incident_says(served: Served) -> None:
    client = served.client()
    more = {"kind": "incident", "event": "abduction", "place": "Agadez", "happened": "2026-01-02T03:04"}
    record = sent(served, send(client, **more))
    path = f"/reports/{record.object.id}"
    assert send(client, f"{path}/correct", **more, title="Another title").status_code == 302
    after = served.home.view().objects.record(record.object.id)
    assert after is not None
    assert after.object.data["extensions"] == record.object.data["extensions"]
    assert send(client, f"{path}/correct", **{**more, "place": "Arlit"}).status_code == 302
    assert "Arlit" in page(client, path)


@pytest.mark.parametrize(
    "other",
    [{"tlp": "clear"}, {"agencies": [cast.OUTSIDER]}, {"exclude": [cast.MEMBER]}, {"purpose": "arms"}],
)
def test_a_correction_cannot_change_the_terms(served: Served, other: dict[str, Any]) -> None:
    client = served.client()
    record = sent(served, send(client))
    answer = send(client, f"/reports/{record.object.id}/correct", text="Seen at dusk.", **other)
    assert answer.status_code == 422
    assert "A correction keeps" in answer.content.decode()


def test_a_correction_that_changes_nothing_is_none(served: Served) -> None:
    client = served.client()
    record = sent(served, send(client))
    assert send(client, f"/reports/{record.object.id}/correct").status_code == 422


def test_only_our_own_report_in_force_can_be_corrected(served: Served) -> None:
    client, foreign = served.client(), served.hear()
    assert send(client, f"/reports/{foreign}/correct", text="Forged.").status_code == 404
    own = sent(served, send(client)).object.id
    client.post(f"/reports/{own}/recall", {"reason": "inaccurate"})
    assert send(client, f"/reports/{own}/correct", text="After the recall.").status_code == 404

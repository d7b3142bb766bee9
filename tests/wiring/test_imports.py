"""From a file to objects that are signed, kept and told."""

from dataclasses import replace
from datetime import date

import orjson
import pytest

from tansiq.desk import Incomplete, NotFound, NothingChanged, NotOurs
from tansiq.stix import Malformed, UnknownCode
from tansiq.wiring import OPERATOR, ImportOrder, Node, correct_text, describe_object, text_of
from tansiq.wiring.errors import NotText, UnknownLanguage
from tests.wiring.nodes import ORDER, Homes, bring_in, write

STIX = replace(ORDER, text_lang=None)
PLACE = "location--4c1cbb46-0d4f-4d5e-8f0c-1b1d3f6e7a01"


def location(**members: object) -> dict[str, object]:
    return {
        "type": "location",
        "spec_version": "2.1",
        "id": PLACE,
        "created": "2026-03-01T12:00:00.000Z",
        "modified": "2026-03-01T12:00:00.000Z",
        "name": "Agadez",
        "country": "NE",
    } | members


def test_a_text_becomes_a_report(node: Node) -> None:
    object_id = write(node, "A convoy was seen.\nIt went north.")
    shown = describe_object(node, object_id, actor=OPERATOR)
    assert (shown["title"], shown["tlp"], shown["grading"]) == ("A convoy was seen.", "amber", "A2")
    assert shown["object"]["description"] == "A convoy was seen.\nIt went north."
    assert shown["verified"]


def test_a_title_may_be_given(node: Node) -> None:
    (object_id,) = bring_in(node, b"A convoy was seen.", replace(ORDER, title=" Convoy ")).ids
    assert describe_object(node, object_id, actor=OPERATOR)["title"] == "Convoy"


def test_what_is_right_in_a_partly_wrong_file_comes_in(node: Node) -> None:
    done = bring_in(node, orjson.dumps([location(), location(id="location--no-uuid")]), STIX)
    assert done.ids == (PLACE,)
    (problem,) = done.problems
    assert (problem.index, problem.code, problem.pointer) == (1, "identifier", "/1/id")
    assert "type--UUID" in problem.sentence


def test_an_object_of_another_agency_is_not_ours_to_sign(homes: Homes) -> None:
    alpha, bravo = homes.found("Alpha"), homes.found("Bravo", "ML")
    homes.pair(alpha, bravo)
    with homes.opened(bravo) as node:
        theirs = node.agency.id
    with homes.opened(alpha) as node:
        done = bring_in(node, orjson.dumps(location(created_by_ref=theirs)), STIX)
    assert done.ids == ()
    assert done.problems[0].code == "not-originator"


@pytest.mark.parametrize("raw", [b"", b"{", b"[[[", b"\xff\xfe", b'{"type": "bundle"}', b"null"])
def test_a_file_that_is_no_stix_is_refused_whole(node: Node, raw: bytes) -> None:
    with pytest.raises(Malformed):
        bring_in(node, raw, STIX)


@pytest.mark.parametrize(
    "order",
    [
        replace(ORDER, purposes=("gossip",)),
        replace(ORDER, tlp="blue"),
        replace(ORDER, grading="A9"),
        replace(ORDER, handling="H9"),
        replace(ORDER, kind="rumour"),
        replace(ORDER, precedence="slow"),
    ],
)
def test_a_code_that_is_in_no_list_is_refused(node: Node, order: ImportOrder) -> None:
    with pytest.raises(UnknownCode):
        bring_in(node, b"A convoy was seen.", order)


def test_a_reader_that_nobody_knows_is_refused_and_nothing_is_kept(node: Node) -> None:
    with pytest.raises(NotFound, match="Nobody"):
        write(node, to=("Nobody",))
    with node.snapshot() as tx:
        assert [record.object.type for record, _ in tx.objects.everything()] == ["identity"]


def test_a_language_that_the_platform_does_not_read_is_refused(node: Node) -> None:
    with pytest.raises(UnknownLanguage, match="de"):
        bring_in(node, b"Ein Konvoi.", replace(ORDER, text_lang="de"))


def test_a_text_without_words_is_refused(node: Node) -> None:
    with pytest.raises(Incomplete):
        write(node, " \n\t")


@pytest.mark.parametrize(
    ("raw", "position"), [(b"caf\xe9", 3), (b"a\x00b", 1), (b"\x1b[2J", 0), ("\ufeffa\x07".encode(), 1)]
)
def test_what_is_no_text_is_refused(raw: bytes, position: int) -> None:
    with pytest.raises(NotText) as refused:
        text_of(raw)
    assert refused.value.about == {"position": str(position)}


def test_a_byte_order_mark_before_a_text_is_left_out() -> None:
    assert text_of("\ufeffنص\r\n".encode()) == "نص\r\n"


def test_the_end_of_retention_may_be_given(node: Node) -> None:
    (object_id,) = bring_in(node, b"A convoy.", replace(ORDER, retention=date(2027, 1, 31))).ids
    assert describe_object(node, object_id, actor=OPERATOR)["expires"].startswith("2027-0")


def test_a_correction_is_the_next_version(node: Node) -> None:
    object_id = write(node)
    version = correct_text(node, object_id, "Two convoys were seen.", title="Convoys", actor=OPERATOR)
    shown = describe_object(node, object_id, actor=OPERATOR)
    assert (shown["version"], shown["title"]) == (version, "Convoys")
    assert len(shown["versions"]) == 2


def test_a_correction_that_changes_nothing_is_refused(node: Node) -> None:
    object_id = write(node, "A convoy was seen.")
    with pytest.raises(NothingChanged):
        correct_text(node, object_id, "A convoy was seen.", title=None, actor=OPERATOR)


def test_what_is_not_held_cannot_be_corrected(node: Node) -> None:
    with pytest.raises(NotFound):
        correct_text(node, "report--4c1cbb46-0d4f-4d5e-8f0c-1b1d3f6e7a02", "x", title=None, actor=OPERATOR)


def test_not_ours_is_an_error_of_its_own() -> None:
    assert NotOurs(object="report--1", originator="identity--1").code == "NOT_ORIGINATOR"

"""`tansiq import`, `correct`, `list`, `search`, `show`, `why`, `share` and `recall`."""

import json
from pathlib import Path

import pytest

from tests.cli.asking import TERMS, ask, lines, refused, run
from tests.wiring.nodes import Homes

NEVER_HELD = "report--4c1cbb46-0d4f-4d5e-8f0c-1b1d3f6e7a04"


def write(report: Path, *more: str) -> str:
    """Import a report and return its id."""
    (object_id,) = ask("import", report, "--text", "--lang", "en", *TERMS, *more)["ids"]
    return str(object_id)


@pytest.mark.usefixtures("home")
def test_what_is_imported_is_told_by_its_ids(report: Path) -> None:
    done = ask("import", report, "--text", "--lang", "en", *TERMS)
    (object_id,) = done["ids"]
    assert done == {"ids": [object_id], "objects": [{"id": object_id, "told": []}], "problems": []}


def test_it_says_who_was_told(homes: Homes, two: tuple[Path, Path], report: Path) -> None:
    with homes.at(two[0]):
        (partner,) = ask("partner", "list")["partners"]
        done = ask("import", report, "--text", *TERMS, "--to", "Bravo")
    assert done["objects"][0]["told"] == [partner["id"]]


@pytest.mark.usefixtures("home")
def test_a_partly_wrong_file_comes_in_partly(tmp_path: Path) -> None:
    place = {
        "type": "location",
        "spec_version": "2.1",
        "id": "location--4c1cbb46-0d4f-4d5e-8f0c-1b1d3f6e7a01",
        "created": "2026-03-01T12:00:00.000Z",
        "modified": "2026-03-01T12:00:00.000Z",
        "country": "NE",
    }
    path = tmp_path / "places.json"
    path.write_text(json.dumps([place, place | {"id": "location--x"}]), "utf-8")
    done = ask("import", path, *TERMS)
    assert done["ids"] == [place["id"]]
    assert [list(problem) for problem in done["problems"]] == [["index", "code", "pointer", "sentence"]]
    path.write_text(json.dumps([place | {"id": "location--x"}]), "utf-8")
    assert ask("import", path, *TERMS, code=1)["ids"] == []


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("more", "code"),
    [
        (["--tlp", "blue"], "UNKNOWN_CODE"),
        (["--grading", "Z9"], "UNKNOWN_CODE"),
        (["--purpose", "gossip"], "UNKNOWN_CODE"),
        (["--to", "Nobody"], "NOT_FOUND"),
        (["--lang", "de"], "UNKNOWN_LANGUAGE"),
    ],
)
def test_terms_that_do_not_exist_are_refused(report: Path, more: list[str], code: str) -> None:
    assert refused("import", report, "--text", *TERMS, *more) == code


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("raw", "as_text", "code"),
    [
        (b"{", False, "MALFORMED_JSON"),
        (b"\xff\xff", False, "MALFORMED_ENCODING"),
        (b"\xff\xff", True, "NOT_TEXT"),
        (b" ", True, "DRAFT_INCOMPLETE"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, raw: bytes, as_text: bool, code: str) -> None:  # noqa: FBT001
    (tmp_path / "file").write_bytes(raw)
    assert refused("import", tmp_path / "file", *TERMS, *(["--text"] if as_text else [])) == code


@pytest.mark.usefixtures("home")
def test_an_import_without_terms_is_a_mistake_in_use(report: Path) -> None:
    assert run("import", report, "--text", "--json").exit_code == 2


@pytest.mark.usefixtures("home")
def test_an_object_is_shown_with_its_history(report: Path) -> None:
    object_id = write(report)
    seen = ask("show", object_id, "--because", "case 12")
    assert (seen["id"], seen["type"], seen["state"], seen["tlp"]) == (object_id, "report", "current", "amber")
    assert seen["verified"]
    assert seen["object"]["description"] == "A convoy was seen.\nIt went north."
    assert lines("show", object_id)[1] == "A convoy was seen."


@pytest.mark.usefixtures("home")
def test_objects_are_listed(report: Path) -> None:
    object_id = write(report)
    (row,) = ask("list", "--type", "report")["objects"]
    assert (row["id"], row["from_name"], row["sender"], row["recalled"]) == (object_id, "Alpha", None, False)
    assert ask("list")["objects"] == [row]
    assert ask("list", "--from", "Alpha", "--type", "report")["objects"] == [row]
    assert len(ask("list", "--limit", "1")["objects"]) == 1


@pytest.mark.usefixtures("home")
def test_nothing_found_is_said() -> None:
    assert ask("list", "--type", "malware") == {"objects": []}
    assert lines("search", "camels") == ["Nothing found."]
    assert refused("list", "--from", "Nobody") == "NOT_FOUND"


@pytest.mark.usefixtures("home")
def test_words_are_found_in_any_spelling(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("شوهدت قافلةٌ قرب أغاديس.", "utf-8")
    object_id = write(path)
    for words in (["قافلة"], ["قافله", "اغاديس"]):
        assert [row["id"] for row in ask("search", *words)["objects"]] == [object_id]
    assert ask("search", "قافلة", "بحر")["objects"] == []


@pytest.mark.usefixtures("home")
def test_a_correction_is_a_new_version(report: Path, tmp_path: Path) -> None:
    object_id = write(report)
    corrected = tmp_path / "corrected.txt"
    corrected.write_text("Two convoys were seen.", "utf-8")
    done = ask("correct", object_id, corrected, "--title", "Convoys")
    assert done == {"id": object_id, "version": ask("show", object_id)["version"]}
    assert ask("show", object_id)["title"] == "Convoys"
    assert refused("correct", object_id, corrected) == "NOTHING_CHANGED"
    corrected.write_bytes(b"\xff")
    assert refused("correct", object_id, corrected) == "NOT_TEXT"


def test_why_says_for_each_reader_whether_and_why(homes: Homes, two: tuple[Path, Path], report: Path) -> None:
    with homes.at(two[0]):
        shared, hidden = write(report, "--to", "Bravo"), write(report, "--to", "Alpha", "--exclude", "Bravo")
        whole, no = ask("why", shared, "Bravo"), ask("why", hidden, "Bravo")
        said = lines("why", hidden, "Bravo")
    assert whole["released"] == "whole"
    assert no["released"] == "no"
    assert "EXCLUDED" in {reason["code"] for reason in no["reasons"]}
    assert all({"code", "sentence"} <= reason.keys() for reason in whole["reasons"] + no["reasons"])
    assert said[0] == "released: no"
    assert any("Bravo" in line for line in said[1:])


def test_more_readers_are_let_in_or_refused_with_the_reasons(
    homes: Homes, two: tuple[Path, Path], report: Path
) -> None:
    with homes.at(two[0]):
        object_id, hidden = write(report), write(report, "--exclude", "Bravo")
        done = ask("share", object_id, "--to", "Bravo")
        assert [(row["name"], row["released"]) for row in done["decisions"]] == [("Bravo", "whole")]
        no = ask("share", hidden, "--to", "Bravo", code=1)
        assert no["error"]["code"] == "RELEASE_REFUSED"
        assert no["decisions"][0]["released"] == "no"
        assert ask("why", hidden, "Bravo")["released"] == "no"
        assert refused("share", object_id, "--to", "Nobody") == "NOT_FOUND"


def test_a_recall_asks_whoever_was_told(homes: Homes, two: tuple[Path, Path], report: Path) -> None:
    with homes.at(two[0]):
        object_id = write(report, "--to", "Bravo")
        (partner,) = ask("partner", "list")["partners"]
        done = ask("recall", object_id, "--reason", "inaccurate")
        assert done == {"id": object_id, "reason": "inaccurate", "asked": [partner["id"]]}
        seen = ask("show", object_id)
        assert (seen["state"], seen["recall"]["outstanding"]) == ("recalled", [partner["id"]])
        assert refused("recall", object_id, "--reason", "inaccurate") == "ALREADY_RECALLED"
        assert refused("share", object_id, "--to", "Bravo") == "ALREADY_RECALLED"


@pytest.mark.usefixtures("home")
def test_a_recall_of_what_nobody_was_told_says_so(report: Path) -> None:
    object_id = write(report)
    assert refused("recall", object_id, "--reason", "boredom") == "UNKNOWN_CODE"
    assert lines("recall", object_id, "--reason", "inaccurate") == ["Recalled. Nobody had been told."]


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    "words",
    [["show"], ["why", "Alpha"], ["share", "--to", "Alpha"], ["recall", "--reason", "inaccurate"]],
    ids=lambda words: words[0],
)
def test_what_was_never_held_is_not_found(words: list[str]) -> None:
    assert refused(words[0], NEVER_HELD, *words[1:]) == "NOT_FOUND"


@pytest.mark.usefixtures("home")
def test_stix_2_0_comes_in_only_when_it_is_asked_for(tmp_path: Path) -> None:
    old = {
        "type": "indicator",
        "id": "indicator--4c1cbb46-0d4f-4d5e-8f0c-1b1d3f6e7a05",
        "created": "2017-03-01T12:00:00.000Z",
        "modified": "2017-03-01T12:00:00.000Z",
        "labels": ["malicious-activity"],
        "pattern": "[ipv4-addr:value = '198.51.100.7']",
        "valid_from": "2017-03-01T12:00:00Z",
    }
    bundle = {"type": "bundle", "id": f"bundle--{old['id'][11:]}", "spec_version": "2.0", "objects": [old]}
    path = tmp_path / "old.json"
    path.write_text(json.dumps(bundle), "utf-8")
    error = ask("import", path, *TERMS, code=1)["error"]
    assert "--upgrade" in error["sentence"]
    assert ask("import", path, *TERMS, "--upgrade")["ids"] == [old["id"]]
    assert ask("show", str(old["id"]))["object"]["indicator_types"] == ["malicious-activity"]

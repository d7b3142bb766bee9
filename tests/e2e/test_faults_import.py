"""Hostile files: each refused with a reason, nothing of them kept, and the node as well as before."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.faults import TERMS, look, well
from tests.e2e.nodes import NodeProcess

AT = "2026-02-03T04:05:06.000Z"


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NodeProcess]:
    """A node that does not run; it is well in the end."""
    made = NodeProcess(tmp_path_factory.mktemp("golf") / "golf", "Golf", "SN")
    made.init()
    yield made
    well(made)


def note(**members: object) -> bytes:
    """Return a STIX note with `members` in place of the right ones."""
    right = {
        "type": "note",
        "spec_version": "2.1",
        "id": "note--00000001-0000-4000-8000-000000000000",
        "created": AT,
        "modified": AT,
        "content": "A convoy was seen",
        "object_refs": ["indicator--00000002-0000-4000-8000-000000000000"],
    }
    return json.dumps(right | members, ensure_ascii=False).encode()


def zipped() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("note.json", note())
    return made.getvalue()


HOSTILE: dict[str, Callable[[], bytes]] = {
    "deep nesting": lambda: b'{"type": "note", "x": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    "nothing but brackets": lambda: b"[" * 1_000_000,
    "a hundred megabytes": lambda: note(content="x" * 105 * 1024 * 1024),
    "keys given twice": lambda: note()[:-1] + b', "content": "Another"}',
    "invalid UTF-8": lambda: note().replace(b"convoy", b"conv\xc3\x28"),
    "a NUL": lambda: note(content="A\x00B"),
    "a naked NUL": lambda: note().replace(b"convoy", b"con\x00voy"),
    "a lone surrogate": lambda: note().replace(b"convoy", b"con\\ud800voy"),
    "a direction sign in the id": lambda: note(id="note--\u202e0000001-0000-4000-8000-000000000000"),
    "a direction sign in a type": lambda: note(type="no\u202ete", id="no\u202ete--x"),
    "STIX 2.0": lambda: note(spec_version="2.0"),
    "a huge number": lambda: note(confidence=10**400),
    "a number that is none": lambda: note().replace(b'"2.1"', b"NaN"),
    "empty": lambda: b"",
    "blank": lambda: b" \n",
    "null": lambda: b"null",
    "a zip": zipped,
    "a million names": lambda: b"{" + b",".join(b'"%d":0' % n for n in range(1_000_000)) + b"}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused(node: NodeProcess, name: str, tmp_path: Path) -> None:
    file = tmp_path / "hostile"
    file.write_bytes(HOSTILE[name]())
    before = look(node, "SELECT object_id FROM store_version")
    said = node.ask("import", str(file), *TERMS, code=1)
    error = said["error"] if "error" in said else said["problems"][0]
    assert error["code"]
    assert error["sentence"]
    assert len(json.dumps(said)) < 20_000
    assert look(node, "SELECT object_id FROM store_version") == before


@pytest.mark.parametrize("name", ["invalid UTF-8", "a naked NUL", "a zip", "empty"])
def test_a_hostile_text_is_refused(node: NodeProcess, name: str, tmp_path: Path) -> None:
    file = tmp_path / "hostile"
    file.write_bytes(HOSTILE[name]())
    before = look(node, "SELECT object_id FROM store_version")
    assert node.ask("import", str(file), "--text", *TERMS, code=1)["error"]["sentence"]
    assert look(node, "SELECT object_id FROM store_version") == before


def test_a_folder_and_a_file_that_is_not_there_are_misuse(node: NodeProcess, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent"):
        done = node.run("import", str(path), *TERMS)
        assert done.returncode == 2
        assert "Error" in done.stderr
        assert "Traceback" not in done.stderr


def test_what_is_right_in_a_partly_hostile_file_comes_in(node: NodeProcess, tmp_path: Path) -> None:
    file = tmp_path / "mixed.json"
    file.write_bytes(b"[" + note(spec_version="2.0") + b"," + note() + b"," + note(id="note--x") + b"]")
    done = node.ask("import", str(file), *TERMS)
    assert done["ids"] == ["note--00000001-0000-4000-8000-000000000000"]
    assert [problem["index"] for problem in done["problems"]] == [0, 2]

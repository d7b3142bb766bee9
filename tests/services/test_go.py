"""The Go of the tests."""

from pathlib import Path

import pytest

from tests.services.go import Go
from tests.services.programs import MissingProgram, program

PROGRAM = """
package main

import "golang.org/x/mod/sumdb/note"

func main() {
	if _, err := note.NewVerifier("not a key"); err != nil {
		panic(err)
	}
}
"""


def test_reports_what_the_program_refuses(go: Go, tmp_path: Path) -> None:
    source = tmp_path / "main.go"
    source.write_text(PROGRAM)
    done = go.run(source)
    assert done.returncode != 0
    assert b"malformed verifier id" in done.stderr


def test_a_missing_program_names_its_package() -> None:
    with pytest.raises(MissingProgram, match="apt-get install some-package"):
        program("no-such-program", "some-package")

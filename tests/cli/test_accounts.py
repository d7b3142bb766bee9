"""`tansiq account`."""

from pathlib import Path

import pytest

from tests.cli.asking import ask, lines, refused, run

ROLES = ("--role", "administrator")


@pytest.fixture
def password(tmp_path: Path) -> Path:
    path = tmp_path / "password"
    path.write_text("a lamp in seven windows\n", "utf-8")
    return path


@pytest.mark.usefixtures("home")
def test_somebody_is_added_and_listed(password: Path) -> None:
    added = ask("account", "add", "mariam", *ROLES, "--role", "analyst", "--password-file", password)
    assert added == {"account": "mariam", "roles": ["administrator", "analyst"]}
    (row,) = ask("account", "list")["accounts"]
    assert row == {"account": "mariam", "roles": ["administrator", "analyst"], "language": "ar"}
    assert lines("account", "list")[1].split() == ["mariam", "ar", "administrator,", "analyst"]


@pytest.mark.usefixtures("home")
def test_at_first_there_is_nobody() -> None:
    assert ask("account", "list") == {"accounts": []}
    (said,) = lines("account", "list")
    assert "tansiq account add" in said


@pytest.mark.usefixtures("home")
def test_the_same_name_is_refused(password: Path) -> None:
    ask("account", "add", "mariam", *ROLES, "--password-file", password)
    assert refused("account", "add", "mariam", *ROLES, "--password-file", password) == "ACCOUNT_TAKEN"


@pytest.mark.usefixtures("home")
def test_an_unknown_role_is_refused(password: Path) -> None:
    assert (
        refused("account", "add", "mariam", "--role", "root", "--password-file", password) == "UNKNOWN_CODE"
    )


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(("raw", "code"), [(b"secret\n", "PASSWORD_TOO_WEAK"), (b"\xff" * 30, "NOT_TEXT")])
def test_a_password_that_will_not_do_is_refused(password: Path, raw: bytes, code: str) -> None:
    password.write_bytes(raw)
    assert refused("account", "add", "mariam", *ROLES, "--password-file", password) == code


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("name", ["", " ", "x" * 151])
def test_a_name_that_will_not_do_is_a_mistake_in_use(password: Path, name: str) -> None:
    assert run("account", "add", name, *ROLES, "--password-file", password).exit_code == 2


@pytest.mark.usefixtures("home")
def test_a_password_file_that_is_not_there_is_a_mistake_in_use(tmp_path: Path) -> None:
    assert run("account", "add", "mariam", *ROLES, "--password-file", tmp_path / "none").exit_code == 2

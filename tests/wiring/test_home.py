"""The node's folder: secrets that are written whole, once, and for their owner alone."""

from pathlib import Path

import pytest

from tansiq.exchange import make_keyring
from tansiq.wiring.errors import AlreadyANode, KeysDamaged, NotANode, NotWritable, OpenToOthers
from tansiq.wiring.home import (
    KEYS,
    announce,
    home_folder,
    load_keyring,
    make_home,
    read_address,
    read_secret,
    replace_secret,
    save_keyring,
    write_secret,
)
from tests.exchange.cast import HOME, chance
from tests.exchange.seal import SEAL


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_home(tmp_path / "node")
    return tmp_path / "node"


def test_a_keyring_is_read_back_as_it_was_written(folder: Path) -> None:
    keyring = make_keyring(HOME, chance(1), SEAL)
    save_keyring(folder, keyring)
    assert load_keyring(folder) == keyring


def test_the_folder_and_its_secrets_are_closed_to_others(folder: Path) -> None:
    save_keyring(folder, make_keyring(HOME, chance(1), SEAL))
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / KEYS).stat().st_mode & 0o777 == 0o600


def test_keys_are_never_overwritten(folder: Path) -> None:
    keyring = make_keyring(HOME, chance(1), SEAL)
    save_keyring(folder, keyring)
    with pytest.raises(AlreadyANode):
        save_keyring(folder, make_keyring(HOME, chance(2), SEAL))
    with pytest.raises(AlreadyANode):
        make_home(folder)
    assert load_keyring(folder) == keyring


def test_a_folder_without_keys_is_no_node(tmp_path: Path) -> None:
    with pytest.raises(NotANode) as refused:
        load_keyring(tmp_path)
    assert refused.value.about == {"home": str(tmp_path)}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_keys_that_somebody_else_may_read_are_refused(folder: Path, mode: int) -> None:
    save_keyring(folder, make_keyring(HOME, chance(1), SEAL))
    (folder / KEYS).chmod(mode)
    with pytest.raises(OpenToOthers, match=KEYS):
        load_keyring(folder)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('"seed":"', '"seed":"!'),
        lambda text: text.replace('"retired"', '"unheard_of"'),
        lambda _: "\x00",
        lambda _: "[" * 100_000,
    ],
    ids=["cut", "no base64", "another field", "NUL", "deep"],
)
def test_damaged_keys_are_named(folder: Path, spoil: object) -> None:
    save_keyring(folder, make_keyring(HOME, chance(1), SEAL))
    path = folder / KEYS
    assert callable(spoil)
    path.write_text(spoil(path.read_text("utf-8")), "utf-8")
    with pytest.raises(KeysDamaged, match=KEYS):
        load_keyring(folder)


def test_a_secret_leaves_no_draft_behind(folder: Path) -> None:
    write_secret(folder / "one", "secret")
    replace_secret(folder / "one", "another")
    assert read_secret(folder / "one") == "another"
    assert [path.name for path in folder.iterdir()] == ["one"]


def test_the_address_of_the_last_start_is_remembered(folder: Path) -> None:
    assert read_address(folder) is None
    announce(folder, "http://127.0.0.1:8400")
    announce(folder, "http://127.0.0.1:8500")
    assert read_address(folder) == "http://127.0.0.1:8500"


def test_the_folder_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TANSIQ_HOME", str(tmp_path))
    assert home_folder() == tmp_path
    monkeypatch.delenv("TANSIQ_HOME")
    assert home_folder() == Path.home() / ".tansiq"


def test_a_folder_that_cannot_be_made_or_written_is_named(folder: Path) -> None:
    (folder / "file").touch()
    with pytest.raises(NotWritable) as refused:
        make_home(folder / "file" / "node")
    assert refused.value.about == {"path": str(folder / "file" / "node"), "why": "Not a directory"}
    for write in (write_secret, replace_secret):
        with pytest.raises(NotWritable):
            write(folder / "absent" / "secret", "words")

"""Another account on the same machine looks for secrets, or lays a trap for them."""

import os
import stat
from pathlib import Path

from tansiq.config import read_config
from tansiq.wiring.home import make_home, replace_secret, write_secret

SECRET = "s" * 60


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_folder_that_stood_open_is_closed_before_keys_lie_in_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    home.chmod(0o755)
    make_home(home)
    assert mode(home) == 0o700


def test_a_link_laid_where_a_draft_is_written_catches_nothing(tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    for write in (write_secret, replace_secret):
        (tmp_path / f".keys.json.{os.getpid()}").symlink_to(trap)
        write(tmp_path / "keys.json", SECRET)
        assert not trap.exists()
        assert not (tmp_path / "keys.json").is_symlink()
        assert mode(tmp_path / "keys.json") == 0o600


def test_settings_do_not_show_their_secrets(tmp_path: Path) -> None:
    database = "postgresql://tansiq:pass-phrase@db/tansiq"
    config = read_config({"TANSIQ_SECRET_KEY": SECRET, "TANSIQ_DATABASE": database}, tmp_path)
    assert SECRET not in repr(config)
    assert "pass-phrase" not in repr(config)

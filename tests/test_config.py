"""Settings are read once, typed, and refused with a hint when they cannot be used."""

from dataclasses import fields
from pathlib import Path

import pytest

from tansiq.config import SETTINGS, BadSetting, Config, read_config, reference

KEY = "k" * 60
PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "settings.md"


def config(home: Path, file: str = "", **environ: str) -> Config:
    if file:
        (home / "tansiq.toml").write_text(file, encoding="utf-8")
    return read_config({"PATH": "/bin", "TANSIQ_HOME": str(home)} | environ)


def test_without_any_setting_the_defaults_stand(tmp_path: Path) -> None:
    assert config(tmp_path) == Config(
        home=tmp_path,
        database=f"sqlite://{tmp_path}/tansiq.sqlite",
        url=None,
        host="127.0.0.1",
        port=8400,
        secret_key=None,
        language="ar",
        time_zone="UTC",
        stale_hours=24,
        max_upload=100,
        require_confirmed=False,
        taxii_max_bytes=100 * 1024 * 1024,
        taxii_cors_origins=(),
        taxii_certificate_header=None,
    )


def test_the_environment_beats_the_file(tmp_path: Path) -> None:
    read = config(tmp_path, 'port = 9000\nlanguage = "fr"', TANSIQ_PORT="9001")
    assert (read.port, read.language) == (9001, "fr")


def test_a_switch_is_yes_or_no(tmp_path: Path) -> None:
    assert config(tmp_path, TANSIQ_REQUIRE_CONFIRMED="yes").require_confirmed
    with pytest.raises(BadSetting, match="neither yes nor no"):
        config(tmp_path, TANSIQ_REQUIRE_CONFIRMED="perhaps")


def test_origins_stand_with_spaces_between(tmp_path: Path) -> None:
    origins = "https://siem.example.org http://127.0.0.1:9000"
    assert config(tmp_path, TANSIQ_TAXII_CORS_ORIGINS=origins).taxii_cors_origins == tuple(origins.split())
    assert config(tmp_path, TANSIQ_TAXII_CORS_ORIGINS="").taxii_cors_origins == ()


def test_the_name_of_a_header_is_known_in_any_case(tmp_path: Path) -> None:
    read = config(tmp_path, TANSIQ_TAXII_CERTIFICATE_HEADER="X-Client-Certificate")
    assert read.taxii_certificate_header == "x-client-certificate"


def test_a_given_folder_beats_the_environment(tmp_path: Path) -> None:
    assert read_config({"TANSIQ_HOME": "/elsewhere"}, tmp_path).home == tmp_path


def test_the_secret_key_is_found_in_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text(KEY + "\n")
    assert config(tmp_path).secret_key == KEY
    assert config(tmp_path, TANSIQ_SECRET_KEY="x" * 50).secret_key == "x" * 50


def test_a_secret_can_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    secret = tmp_path / "database-url"
    secret.write_text("postgresql://tansiq:secret@127.0.0.1/tansiq\n")
    assert config(tmp_path, TANSIQ_DATABASE_FILE=str(secret)).database.endswith("@127.0.0.1/tansiq")
    assert config(tmp_path, f'database_file = "{secret}"').database.endswith("@127.0.0.1/tansiq")


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"TANSIQ_PROT": "1"}, "Did you mean port?"),
        ({"TANSIQ_COLOUR": "green"}, "There are: home, database"),
        ({"TANSIQ_PORT_FILE": "/x"}, "no such setting"),
        ({"TANSIQ_PORT": "eighty"}, "not a whole number from 0 to 65535"),
        ({"TANSIQ_PORT": "70000"}, "not a whole number"),
        ({"TANSIQ_PORT": "٨٠"}, "not a whole number"),
        ({"TANSIQ_LANGUAGE": "de"}, "none of ar, fr, en"),
        ({"TANSIQ_URL": "tansiq.example"}, "not an address"),
        ({"TANSIQ_DATABASE": "mysql://localhost/x"}, "neither with sqlite"),
        ({"TANSIQ_SECRET_KEY": "short"}, "shorter than 50"),
        ({"TANSIQ_SECRET_KEY": KEY, "TANSIQ_SECRET_KEY_FILE": "/x"}, "given twice"),
        ({"TANSIQ_SECRET_KEY_FILE": "/no/such/file"}, "cannot be read"),
        ({"TANSIQ_HOST": " "}, "is empty"),
        ({"TANSIQ_TAXII_CORS_ORIGINS": "*"}, "not origins"),
        ({"TANSIQ_TAXII_CORS_ORIGINS": "https://siem.example.org/"}, "not origins"),
        ({"TANSIQ_TAXII_CORS_ORIGINS": "https://SIEM.example.org"}, "not origins"),
        ({"TANSIQ_TAXII_CERTIFICATE_HEADER": "x y"}, "not the name of a header"),
        ({"TANSIQ_TAXII_MAX_BYTES": "100 MiB"}, "not a whole number"),
        ({"TANSIQ_TIME_ZONE": "Sahara"}, "no time zone"),
        ({"TANSIQ_TIME_ZONE": "../../etc/passwd"}, "no time zone"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_with_a_hint(
    tmp_path: Path, environ: dict[str, str], said: str
) -> None:
    with pytest.raises(BadSetting, match=said) as refused:
        config(tmp_path, **environ)
    assert refused.value.hint


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ('prot = "1"', "Did you mean port?"),
        ('home = "/x"', "Set TANSIQ_HOME"),
        ("port = ", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_hint(tmp_path: Path, file: str, said: str) -> None:
    with pytest.raises(BadSetting, match=said):
        config(tmp_path, file)


def test_a_refusal_shows_no_secret(tmp_path: Path) -> None:
    with pytest.raises(BadSetting) as refused:
        config(tmp_path, TANSIQ_DATABASE="mysql://tansiq:hunter2@localhost/x")
    assert "hunter2" not in str(refused.value)


def test_only_https_makes_a_node_public(tmp_path: Path) -> None:
    assert not config(tmp_path).is_public
    assert not config(tmp_path, TANSIQ_URL="http://127.0.0.1:8400/").is_public
    assert config(tmp_path, TANSIQ_URL="https://node.example").is_public


def test_every_setting_stands_in_the_table() -> None:
    assert [setting.name for setting in SETTINGS] == [field.name for field in fields(Config)]


def test_the_page_of_settings_is_the_programs_own() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference()

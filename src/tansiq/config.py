"""The settings of a node: read once, from the environment and from `tansiq.toml` in the node's folder."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

PREFIX: Final = "TANSIQ_"
FILE: Final = "tansiq.toml"
KEY_FILE: Final = "secret-key"
LANGUAGES: Final = ("ar", "fr", "en")


class BadSetting(Exception):
    """A setting that cannot be used: its `name`, where it stands, what is wrong, and how to mend it."""

    def __init__(self, name: str, where: str, wrong: str, hint: str) -> None:
        super().__init__(f"{name} ({where}): {wrong}. {hint}")
        self.name = name
        self.where = where
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its `name` in the file, how its text is read, what it means, what stands for it."""

    name: str
    read: Callable[[str], Any]
    default: str
    meaning: str
    secret: bool = False

    @property
    def variable(self) -> str:
        """The environment variable."""
        return PREFIX + self.name.upper()


@dataclass(frozen=True, slots=True)
class Config:
    """A node's settings, with the types that the program needs; the table `SETTINGS` says what each means."""

    home: Path
    database: str = field(repr=False)
    url: str | None
    host: str
    port: int
    secret_key: str | None = field(repr=False)
    language: str
    time_zone: str
    stale_hours: int
    max_upload: int
    require_confirmed: bool
    taxii_max_bytes: int
    taxii_cors_origins: tuple[str, ...]
    taxii_certificate_header: str | None

    @property
    def is_public(self) -> bool:
        """Whether the node is reached by https, so that its cookies must not travel otherwise."""
        return self.url is not None and urlsplit(self.url).scheme == "https"


def read_config(environ: Mapping[str, str], home: Path | None = None) -> Config:
    """Read the settings of the node in `home`, else where `environ` says; the environment beats the file.

    Raises `BadSetting` for an unknown name, a value that does not fit, or a file that cannot be read.
    """
    folder = (home or Path(environ.get("TANSIQ_HOME") or Path.home() / ".tansiq")).absolute()
    texts = {**_from_file(folder / FILE), **_from_environment(environ)}
    texts.pop("home", None)
    values: dict[str, Any] = {
        setting.name: _value(setting, texts, folder) for setting in SETTINGS if setting.name != "home"
    }
    return Config(home=folder, **values)


def reference() -> str:
    """Return the page docs/reference/settings.md."""
    rows = [f"| `{s.variable}` | `{s.name}` | {s.meaning} | {s.default} |" for s in SETTINGS]
    return "\n".join(
        [_PAGE, "| variable | in the file | meaning | when absent |", "|---|---|---|---|", *rows, ""]
    )


def _text(value: str) -> str:
    if not value:
        raise ValueError("is empty")
    return value


def _database(value: str) -> str:
    if urlsplit(value).scheme not in {"sqlite", "postgresql"}:
        raise ValueError("begins neither with sqlite:/// nor with postgresql://")
    return value


def _url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("is not an address such as https://tansiq.example.org")
    return value.rstrip("/")


def _whole(lowest: int, highest: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        number = int(value) if value.isascii() and value.isdigit() else lowest - 1
        if not lowest <= number <= highest:
            raise ValueError(f"is not a whole number from {lowest} to {highest}")
        return number

    return read


def _yes(value: str) -> bool:
    if value not in {"yes", "no"}:
        raise ValueError("is neither yes nor no")
    return value == "yes"


def _origins(value: str) -> tuple[str, ...]:
    origins = tuple(value.split())
    for origin in origins:
        parts = urlsplit(origin)
        if parts.scheme not in {"http", "https"} or not parts.hostname or origin != _origin(origin):
            raise ValueError("are not origins such as https://siem.example.org, with spaces between")
    return origins


def _origin(url: str) -> str:
    """Return scheme, host and port as a browser writes them (RFC 6454, 6.1)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _header(value: str) -> str:
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9-]{0,63}", value) is None:
        raise ValueError("is not the name of a header such as X-Client-Certificate")
    return value.lower()


def _language(value: str) -> str:
    if value not in LANGUAGES:
        raise ValueError(f"is none of {', '.join(LANGUAGES)}")
    return value


def _zone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("is no time zone such as Africa/Tunis") from error


def _key(value: str) -> str:
    if len(value) < 50:
        raise ValueError("is shorter than 50 characters")
    return value


SETTINGS: Final = (
    Setting(
        "home", _text, "`~/.tansiq`", "The node's folder: keys, database, `tansiq.toml`. Only a variable."
    ),
    Setting(
        "database",
        _database,
        "`tansiq.sqlite` in the folder",
        "`sqlite:///PATH` or `postgresql://USER:PASSWORD@HOST/NAME`.",
        secret=True,
    ),
    Setting("url", _url, "http on loopback", "The address at which partners and people reach this node."),
    Setting("host", _text, "`127.0.0.1`", "The address to listen on; off loopback the node speaks TLS only."),
    Setting("port", _whole(0, 65535), "`8400`", "The port to listen on; 0 takes a free one."),
    Setting(
        "secret_key",
        _key,
        "`secret-key` in the folder",
        "Signs sessions and forms: at least 50 characters, made by `tansiq init`.",
        secret=True,
    ),
    Setting("language", _language, "`ar`", "The language of who has not chosen one: ar, fr or en."),
    Setting("time_zone", _zone, "`UTC`", "The zone in which times are shown, such as Africa/Tunis."),
    Setting(
        "stale_hours",
        _whole(1, 8760),
        "`24`",
        "After how many hours without contact a partner's feed is stale.",
    ),
    Setting("max_upload", _whole(1, 1024), "`100`", "How many MiB one imported file may have."),
    Setting(
        "require_confirmed",
        _yes,
        "`no`",
        "`yes`: a new partner is told and heard nothing until two people have compared its fingerprint.",
    ),
    Setting(
        "taxii_max_bytes",
        _whole(1024, 1024**3),
        "`104857600`",
        "How many bytes a body posted through TAXII may have, packed and unpacked.",
    ),
    Setting(
        "taxii_cors_origins",
        _origins,
        "none",
        "Origins whose pages may read TAXII answers in a browser, with spaces between.",
    ),
    Setting(
        "taxii_certificate_header",
        _header,
        "none",
        "The header in which a proxy on this machine names the client certificate that it verified.",
    ),
)

_DEFAULTS: Final[Mapping[str, object]] = {
    "url": None,
    "host": "127.0.0.1",
    "port": 8400,
    "language": "ar",
    "time_zone": "UTC",
    "stale_hours": 24,
    "max_upload": 100,
    "require_confirmed": False,
    "taxii_max_bytes": 100 * 1024**2,
    "taxii_cors_origins": (),
    "taxii_certificate_header": None,
}

_PAGE: Final = """# Settings

Made from the program by `make reference`; do not edit. A setting is an environment variable or a line of
`tansiq.toml` in the node's folder; the variable wins. A name that is not in this table is refused. A secret
may also be kept in a file: add `_FILE` to the variable (`_file` to the name) and give the path.
"""


def _from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    return dict(
        _known(name.removeprefix(PREFIX).lower(), value, name)
        for name, value in sorted(environ.items())
        if name.startswith(PREFIX)
    )


def _from_file(path: Path) -> dict[str, str]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise BadSetting(
            FILE, str(path), f"cannot be read: {error}", "Mend the file or remove it."
        ) from error
    if "home" in table:
        raise BadSetting("home", str(path), "stands in the folder that it names", "Set TANSIQ_HOME instead.")
    return dict(_known(name, str(value), str(path)) for name, value in table.items())


def _known(name: str, value: str, where: str) -> tuple[str, str]:
    names = [setting.name for setting in SETTINGS]
    names += [f"{setting.name}_file" for setting in SETTINGS if setting.secret]
    if name not in names:
        close = difflib.get_close_matches(name, names, n=1)
        hint = f"Did you mean {close[0]}?" if close else f"There are: {', '.join(names)}."
        raise BadSetting(name, where, "no such setting", hint)
    return name, value


def _value(setting: Setting, texts: Mapping[str, str], home: Path) -> object:
    text = texts.get(setting.name)
    path = texts.get(f"{setting.name}_file")
    if text is not None and path is not None:
        raise BadSetting(
            setting.name, setting.variable, "is given twice", "Give the value or the file, not both."
        )
    if path is not None:
        text = _secret(setting, Path(path))
    if text is None:
        return _default(setting, home)
    try:
        return setting.read(text.strip())
    except ValueError as error:
        shown = "The value" if setting.secret else repr(text)
        raise BadSetting(setting.name, setting.variable, f"{shown} {error}", setting.meaning) from error


def _default(setting: Setting, home: Path) -> object:
    if setting.name == "database":
        return f"sqlite://{home / 'tansiq.sqlite'}"
    if setting.name == "secret_key":
        path = home / KEY_FILE
        return setting.read(_secret(setting, path)) if path.exists() else None
    return _DEFAULTS[setting.name]


def _secret(setting: Setting, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        hint = "Check the path and who may read it."
        raise BadSetting(setting.name, str(path), f"cannot be read: {error}", hint) from error

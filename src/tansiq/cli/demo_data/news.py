"""Three invented news reports, in Arabic, French and English, to import as plain text."""

from dataclasses import dataclass
from importlib.resources import files

_AUTHORS = {"ar": "atlas", "fr": "tenere", "en": "volta"}


@dataclass(frozen=True, slots=True)
class SeedText:
    """A news report in `lang`, which the agency with the key `agency` imports."""

    agency: str
    lang: str
    text: str


def seed_texts() -> tuple[SeedText, ...]:
    """Return one text for each language."""
    folder = files("tansiq.cli.demo_data") / "texts"
    return tuple(
        SeedText(agency, lang, folder.joinpath(f"{lang}.txt").read_text(encoding="utf-8"))
        for lang, agency in _AUTHORS.items()
    )

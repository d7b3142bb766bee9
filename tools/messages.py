"""Keeps the catalogues: `update` takes new sentences from the source, `check` finds what lacks a translation.

Babel does the work; GNU gettext need not be installed. `make setup` compiles the catalogues.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT: Final = Path(__file__).resolve().parent.parent
SOURCE: Final = ROOT / "src" / "tansiq" / "web"
LOCALE: Final = ROOT / "src" / "tansiq" / "locale"
LANGUAGES: Final = ("ar", "fr")
STRING: Final = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL: Final = re.compile(
    rf"(?<!\w)(n?p?gettext|_)\(\s*{STRING}(?:,\s*{STRING})?(?:,\s*{STRING})?",
)
"""A call as Django writes it when it turns a template into something that gettext reads."""


def update() -> None:
    """Write every sentence of the source into the catalogues, keeping the translations that stand."""
    template = collect()
    for language in LANGUAGES:
        catalogue = read(language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        with path(language).open("wb") as file:
            write_po(file, catalogue, width=110, sort_output=True, include_lineno=False)


def check() -> None:
    """Say what lacks a translation or is said no more.

    Raises `SystemExit` when there is any such sentence.
    """
    wanted = {key(message) for message in collect() if message.id}
    gaps = [gap for language in LANGUAGES for gap in find_gaps(language, wanted)]
    if gaps:
        sys.exit("\n".join(gaps))


Key = tuple[str | None, object]


def key(message: Message) -> Key:
    """Return what tells a message from all others."""
    return message.context, message.id


def find_gaps(language: str, wanted: set[Key]) -> Iterator[str]:
    """Yield a line for each thing wrong with a catalogue."""
    catalogue = read(language)
    held = {key(message): message for message in catalogue if message.id}
    yield from (f"{language}: not in the catalogue: {one[1]}" for one in wanted - set(held))
    yield from (f"{language}: said no more: {one[1]}" for one in set(held) - wanted)
    for message in held.values():
        forms = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        if message.fuzzy or not all(forms):
            yield f"{language}: not translated: {message.id}"
        yield from (f"{language}: {message.id}: {error}" for error in message.check(catalogue))


def collect() -> Catalog:
    """Return every sentence that the web room's templates and Python code say."""
    catalogue = Catalog(charset="utf-8")
    for file in sorted((*SOURCE.rglob("*.html"), *SOURCE.rglob("*.py"))):
        name = str(file.relative_to(ROOT))
        for message, context in (template_calls if file.suffix == ".html" else python_calls)(file):
            catalogue.add(message, locations=[(name, 0)], context=context)
    return catalogue


Found = tuple[str | tuple[str, ...], str | None]


def template_calls(file: Path) -> Iterator[Found]:
    """Yield the messages of a template, each with its context."""
    for call in CALL.finditer(templatize(file.read_text("utf-8"))):
        kind, *quoted = call.groups()
        words = [ast.literal_eval(one) for one in quoted if one]
        context = words.pop(0) if "p" in kind else None
        yield (tuple(words[:2]) if kind.startswith("n") else words[0]), context


def python_calls(file: Path) -> Iterator[Found]:
    """Yield the messages of a Python module, each with its context."""
    keywords = {"pgettext": ((1, "c"), 2), "gettext": None, "ngettext": (1, 2), "npgettext": ((1, "c"), 2, 3)}
    for _line, message, _comments, context in extract_from_file("python", file, keywords=keywords):
        yield message, context


def read(language: str) -> Catalog:
    """Return the catalogue of `language`."""
    with path(language).open("rb") as file:
        return read_po(file, locale=language)


def path(language: str) -> Path:
    """Return where the catalogue of `language` stands."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


VERBS: Final[dict[str, Callable[[], None]]] = {"update": update, "check": check}

if __name__ == "__main__":
    settings.configure()
    VERBS[sys.argv[1]]()

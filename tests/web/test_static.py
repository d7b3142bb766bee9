"""What the browser fetches: small, complete, and turned by the language alone."""

import gzip
import re
from pathlib import Path

import pytest

import tansiq.web
from tests.web.cast import Cast
from tests.web.rendering import render
from tests.web.samples import SAMPLES

STATIC = Path(tansiq.web.__file__).parent / "static"
TEMPLATES = [*STATIC.parent.rglob("*.html")]
OURS = [path for path in STATIC.rglob("*") if path.is_file() and "vendor" not in path.parts]
STYLES = [path for path in OURS if path.suffix == ".css"]
FIRST_VIEW = 150_000
SIDES = re.compile(r"(?<![\w-])(?:margin|padding|border|inset)-(?:left|right)|(?<![\w-])(?:left|right)\s*:")
FONTS = (
    "noto-sans-arabic-arabic-400",
    "noto-sans-arabic-arabic-600",
    "noto-sans-latin-400",
    "noto-sans-latin-600",
)


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 9))


@pytest.mark.usefixtures("links")
def test_the_first_view_is_light() -> None:
    fonts = sum((STATIC / f"vendor/fonts/{name}-normal.woff2").stat().st_size for name in FONTS)
    files = sum(packed(path.read_bytes()) for path in OURS)
    page = packed(render(SAMPLES["today"](Cast("ar")), "ar").encode())
    assert fonts + files + page <= FIRST_VIEW


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_name_no_side(path: Path) -> None:
    assert SIDES.findall(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_refer_only_to_what_is_there(path: Path) -> None:
    files = [path.parent / name for name in re.findall(r'url\("([^"]+)"\)', path.read_text("utf-8"))]
    assert [file for file in files if not file.resolve().exists()] == []


def test_every_icon_that_is_named_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([a-z]+)"', (STATIC / "icons.svg").read_text("utf-8")))
    text = "".join(path.read_text("utf-8") for path in TEMPLATES)
    named = set(re.findall(r'{% icon "([a-z]+)" %}', text)) | set(re.findall(r' sign="([a-z]+)"', text))
    computed = {
        "bolt",
        "double",
        "up",
        "receipt",
        "recall",
        "pairing",
        "review",
        "alarm",
        "warning",
        "done",
        "note",
    }
    assert named | computed == drawn

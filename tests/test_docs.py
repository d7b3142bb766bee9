"""The documents hold together: targets exist, links lead somewhere, decisions are numbered."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SKIPPED = {".venv", ".venv-peers", ".demo", "node_modules", "var", "dist", ".pytest_cache"}
PAGES = [page for page in sorted(ROOT.rglob("*.md")) if not SKIPPED & set(page.relative_to(ROOT).parts)]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
TRACKED = (
    "*.md",
    "*.toml",
    "*.lock",
    "*.json",
    "Makefile",
    ".ci/run",
    "tools/*.py",
    "docs/**/*.md",
    "spec/*.md",
)
UNSPEAKABLE = re.compile(
    r"://\S*(?:npm|pypi|pythonhosted|registry)|(?<![\w.~])/(?:home|root|users|work)/\w", re.IGNORECASE
)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def anchors(page: Path) -> set[str]:
    """The headings of a page, as its links spell them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_make_target_in_the_pages_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {
        word
        for page in PAGES
        for word in re.findall(r"(?:`|^\$ )make ([a-z-]+)", page.read_text("utf-8"), re.MULTILINE)
    }
    assert {"demo", "test"} <= named <= targets


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if "://" in target:
            continue
        file, _, anchor = target.partition("#")
        linked = (page.parent / file).resolve() if file else page
        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked), target


def test_the_recipes_name_files_that_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = re.findall(r"`((?:src|tests|tools|spec|docs)/[\w./-]+)`", text)
    assert "src/tansiq/stix/compose.py" in named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_glossary_has_every_term_in_three_languages() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text("utf-8").split("| language | fixed |")[0]
    rows = re.findall(r"^\| (.+) \|$", glossary, re.MULTILINE)
    terms = [row.split(" | ") for row in rows if not row.startswith("العربية")]
    assert len(terms) >= 60
    assert [
        term for term in terms if len(term) != 4 or not all(term) or not re.search("[ء-ي]", term[0])
    ] == []


def test_decisions_are_numbered_without_gaps() -> None:
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("page", DECISIONS, ids=name)
def test_a_decision_is_listed_dated_and_has_every_part(page: Path) -> None:
    text = page.read_text("utf-8")
    assert text.startswith(f"# {page.name[:4]} · ")
    assert re.search(
        r"^State: (proposed|in force|replaced by \d{4})\. Date: \d{4}-\d\d-\d\d\.$", text, re.MULTILINE
    )
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [
        "Question",
        "Options",
        "Choice",
        "What would change our mind",
    ]
    assert f"]({page.name})" in (page.parent / "README.md").read_text("utf-8")


def test_every_room_stands_on_the_map() -> None:
    rooms = {face.parent.name for face in (ROOT / "src" / "tansiq").glob("*/__init__.py")}
    described = set(re.findall(r"`([a-z]+)/`", (ROOT / "docs" / "architecture.md").read_text("utf-8")))
    assert rooms <= described


@pytest.mark.parametrize("pattern", TRACKED)
def test_no_page_or_lock_names_a_registry_or_somebody_s_machine(pattern: str) -> None:
    found = [path for path in ROOT.glob(pattern) if not SKIPPED & set(path.relative_to(ROOT).parts)]
    assert found
    assert [name(path) for path in found if UNSPEAKABLE.search(path.read_text("utf-8"))] == []

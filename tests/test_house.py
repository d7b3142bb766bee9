"""The house rules that import-linter cannot see, read off the source itself."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from statistics import median, quantiles

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "tansiq"
TESTS = ROOT / "tests"
PURE = ("stix", "release", "ledger", "matching", "intake", "exchange", "desk", "wording")
ROOMS = (*PURE, "store", "net", "wiring", "web", "cli")
MODULES = [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]
PURE_MODULES = [path for path in MODULES if path.relative_to(SOURCE).parts[0] in PURE]
STANDING = [room for room in ROOMS if (SOURCE / room / "__init__.py").exists()]
OUTSIDE_WORLD = re.compile(
    r"(?:^|\.)(?:os\.(?:environ|getenv|urandom)|(?:datetime|date)\.(?:now|utcnow|today)|uuid\.uuid[14]"
    r"|time\.(?:time|time_ns|monotonic|perf_counter|sleep))$|^(?:secrets|random)(?:\.|$)"
)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def dotted_names(module: ast.Module) -> Iterator[str]:
    """Every dotted name that the code imports or touches."""
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute):
            yield ast.unparse(node)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def does_something(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether the body holds more than a docstring or an ellipsis."""
    return any(
        not (isinstance(step, ast.Expr) and isinstance(step.value, ast.Constant)) for step in function.body
    )


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    assert function.end_lineno is not None
    return function.end_lineno - function.lineno + 1


DOORS = {"tansiq.store.models": {"User"}}
"""Models exist only once Django is set up, so no face can hand them on."""


def handed_on(room: str) -> set[str]:
    """The names in the `__all__` of a room's face."""
    for node in tree(SOURCE / room / "__init__.py").body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts)


def works(path: Path) -> bool:
    """Whether a module does something of its own: faces, ports and errors do not."""
    return path.stem not in {"__init__", "__main__", "errors"} and any(
        map(does_something, functions(tree(path)))
    )


def imported_modules(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def back_doors(path: Path, faces: dict[str, set[str]]) -> Iterator[str]:
    """The modules that `path` imports from inside another room, past its face."""
    own = path.relative_to(SOURCE).parts[0]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("tansiq."):
            _, room, *inside = node.module.split(".")
            named = {alias.name for alias in node.names}
            if (
                room != own
                and inside
                and inside[0] not in faces.get(room, ())
                and named != DOORS.get(node.module)
            ):
                yield node.module


@pytest.mark.parametrize(
    "line",
    [
        "import os; os.environ['HOME']",
        "from os import urandom",
        "from datetime import datetime; datetime.now()",
        "import datetime; datetime.datetime.now()",
        "from uuid import uuid4",
        "import random",
        "from secrets import token_bytes",
        "import time; time.time()",
    ],
)
def test_reaching_for_the_outside_world_is_seen(line: str) -> None:
    assert any(map(OUTSIDE_WORLD.search, dotted_names(ast.parse(line))))


@pytest.mark.parametrize(
    "line", ["from datetime import datetime, UTC", "import uuid; uuid.UUID(x)", "now.time()"]
)
def test_harmless_lines_are_left_alone(line: str) -> None:
    assert not any(map(OUTSIDE_WORLD.search, dotted_names(ast.parse(line))))


def test_lower_floors_have_no_environment_clock_or_chance() -> None:
    assert [
        f"{name(path)}: {used}"
        for path in PURE_MODULES
        for used in dotted_names(tree(path))
        if OUTSIDE_WORLD.search(used)
    ] == []


@pytest.mark.parametrize("room", STANDING)
def test_a_face_only_hands_names_on(room: str) -> None:
    face = tree(SOURCE / room / "__init__.py")
    assert ast.get_docstring(face)
    others = [step for step in face.body[1:] if not isinstance(step, ast.Import | ast.ImportFrom)]
    assert [ast.unparse(step).split(" ")[0] for step in others] in ([], ["__all__"])


@pytest.mark.parametrize("room", [room for room in STANDING if room not in {"web", "cli"}])
def test_a_room_keeps_its_errors_in_one_file(room: str) -> None:
    assert (SOURCE / room / "errors.py").exists()


def test_other_rooms_are_entered_by_their_face() -> None:
    faces = {room: handed_on(room) for room in STANDING}
    used = [f"{name(path)}: {door}" for path in MODULES for door in back_doors(path, faces)]
    assert not used, "\n".join(["not in that room's `__all__`:", *used])


def test_whatever_is_imported_is_declared() -> None:
    """A package that merely comes along with another may leave with it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}
    known = packages_distributions()
    packages = {used.split(".")[0] for path in MODULES for used in imported_modules(tree(path))}
    foreign = packages - {"tansiq"} - sys.stdlib_module_names
    assert {
        package for package in foreign if not declared & set(map(canonicalize_name, known[package]))
    } == set()


def test_files_stay_short() -> None:
    assert [name(path) for path in MODULES if len(path.read_text("utf-8").splitlines()) > 400] == []


def test_functions_fit_half_a_screen() -> None:
    lengths = [length(function) for path in MODULES for function in functions(tree(path))]
    assert median(lengths) <= 8
    assert quantiles(lengths, n=10)[-1] <= 30


@pytest.mark.parametrize("room", [room for room in STANDING if room in PURE])
def test_tests_mirror_the_source(room: str) -> None:
    """Each module that does something has a test file of its name, or one that imports from it.

    The upper floors are tested through their doors: one contract for every store, pages, commands.
    """
    tests = list((TESTS / room).rglob("*.py"))
    mirrors = {test.stem.removeprefix("test_") for test in tests}
    imported = {module for test in tests for module in imported_modules(tree(test))}
    workers = [path for path in MODULES if path.is_relative_to(SOURCE / room) and works(path)]
    untested = [name(path) for path in workers if path.stem not in mirrors and dotted(path) not in imported]
    assert not untested, "\n".join(["no test file mirrors:", *untested])

"""Where the source makes an error or raises an alarm, and with which words to fill its sentence."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "tansiq"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Call:
    """A call of `name`: its positional `args` as written, the `words` given by keyword or in `about`."""

    name: str
    args: tuple[str, ...]
    words: frozenset[str]


@cache
def calls() -> tuple[Call, ...]:
    """Every call within a function of the source."""
    return tuple(_calls())


def calls_of(*names: str) -> list[Call]:
    return [call for call in calls() if call.name in names]


def literal(text: str) -> str | None:
    """The string that `text` writes, None when it writes something else."""
    value = ast.parse(text, mode="eval").body
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def words_of(text: str) -> frozenset[str]:
    """The keys of the dictionary that `text` writes; none when it writes something else."""
    value = ast.parse(text, mode="eval").body
    keys = value.keys if isinstance(value, ast.Dict) else []
    return frozenset(str(key.value) for key in keys if isinstance(key, ast.Constant))


def _calls() -> Iterator[Call]:
    for path in sorted(SOURCE.rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, Function):
                about = _about(function)
                for node in ast.walk(function):
                    if isinstance(node, ast.Call):
                        yield _call(node, about)


def _call(node: ast.Call, about: frozenset[str]) -> Call:
    words = frozenset(word.arg for word in node.keywords if word.arg is not None)
    given = [*node.args, *(word.value for word in node.keywords if word.arg is None)]
    handed_on = about if "about" in map(ast.unparse, given) else frozenset[str]()
    name = ast.unparse(node.func).rpartition(".")[2]
    return Call(name, tuple(map(ast.unparse, node.args)), words | handed_on)


def _about(function: Function) -> frozenset[str]:
    """The keys of the dictionary that `function` calls `about`."""
    written = [ast.unparse(value) for name, value in _assigned(function) if name == "about"]
    return frozenset().union(*map(words_of, written))


def _assigned(function: Function) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            target, value = node.targets[0], node.value
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                pairs = zip(target.elts, value.elts, strict=True)
                yield from ((ast.unparse(name), given) for name, given in pairs)
            else:
                yield ast.unparse(target), value

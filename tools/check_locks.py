"""Checks that the lock files fit what they lock, pin every package by hash and name no registry."""

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
ADDRESS = re.compile(r"https?://|--(?:extra-)?index-url|--find-links|file:/")
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?==(?P<version>[^ ;\\]+)")


def main() -> None:
    """Print every fault and leave with 1 if there is one."""
    faults = [*python_faults(), *npm_faults()]
    for fault in faults:
        print(fault)
    sys.exit(1 if faults else 0)


def python_faults() -> Iterator[str]:
    """Yield what is wrong with the three requirements files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = project["project"]["dependencies"]
    yield from requirements_faults("requirements.lock", wanted)
    yield from requirements_faults("requirements-dev.lock", wanted + project["dependency-groups"]["dev"])
    peers = (ROOT / "requirements-peers.in").read_text("utf-8").splitlines()
    yield from requirements_faults(
        "requirements-peers.lock", [line for line in peers if not line.startswith("#")]
    )


def requirements_faults(name: str, wanted: list[str]) -> Iterator[str]:
    """Yield what is wrong with the lock file `name` that should satisfy `wanted`."""
    text = (ROOT / name).read_text("utf-8")
    if ADDRESS.search(text):
        yield f"{name}: names an address"
    pins = dict(pinned(text))
    yield from (f"{name}: {package} has no hash" for package, (_, hashed) in pins.items() if not hashed)
    for requirement in map(Requirement, wanted):
        version, _ = pins.get(canonicalize_name(requirement.name), ("", False))
        if not version or version not in requirement.specifier:
            yield f"{name}: {requirement} is met by {version or 'nothing'}; run `make lock`"


def pinned(text: str) -> Iterator[tuple[str, tuple[str, bool]]]:
    """Yield (name, (version, has a hash)) for each package of a requirements file."""
    for block in re.split(r"\n(?=[A-Za-z0-9])", text):
        if match := PIN.match(block):
            yield canonicalize_name(match["name"]), (match["version"], "--hash=sha256:" in block)


def npm_faults() -> Iterator[str]:
    """Yield what is wrong with package-lock.json."""
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]
    if packages[""]["dependencies"] != wanted:
        yield "package-lock.json: differs from package.json; run `make lock`"
    for path, package in packages.items():
        if "resolved" in package:
            yield f"package-lock.json: {path} names an address"
        if path and "integrity" not in package:
            yield f"package-lock.json: {path} has no hash"


if __name__ == "__main__":
    main()

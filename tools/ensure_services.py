"""Installs what the tests drive (PostgreSQL, Chromium, Go, nginx …) from Debian, or says what to install."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Need:
    """A Debian `package` and how to see that it is there."""

    package: str
    why: str
    present: Callable[[], bool]


def has_program(name: str) -> Callable[[], bool]:
    """Return a check for a program on the PATH."""
    return lambda: shutil.which(name) is not None


def has_path(pattern: str) -> Callable[[], bool]:
    """Return a check for a file; `pattern` is a glob below the root folder."""
    return lambda: any(Path("/").glob(pattern))


NEEDS = (
    Need("postgresql", "the store's contract suite", has_path("usr/lib/postgresql/*/bin/initdb")),
    Need("chromium", "the end-to-end tests", has_program("chromium")),
    Need("golang-go", "the foreign verifier of our logs", has_program("go")),
    Need(
        "golang-golang-x-mod-dev",
        "Go's sumdb/note and tlog",
        has_path("usr/share/gocode/src/golang.org/x/mod"),
    ),
    Need("libfaketime", "clocks that are off", has_path("usr/lib/*/faketime/libfaketimeMT.so.1")),
    Need("iproute2", "a network of the tests' own", has_program("ip")),
    Need(
        "nginx-light", "a proxy in front, and static files to be measured against", has_path("usr/sbin/nginx")
    ),
    Need("wrk", "load for the benchmarks", has_program("wrk")),
    Need("age", "opening our sealed bundles", has_program("age")),
)


def main() -> None:
    """Install what is missing.

    Raises `SystemExit` naming the packages when they cannot be installed from here.
    """
    missing = [need for need in NEEDS if not need.present()]
    if missing:
        install(missing)
    still = [need for need in missing if not need.present()]
    if still:
        sys.exit(request(still))


def install(missing: list[Need]) -> None:
    """Install `missing` by apt-get, as root or through a sudo that asks nothing."""
    apt = apt_get()
    if apt is None:
        sys.exit(request(missing))
    packages = [need.package for need in missing]
    print(f"Installing for the tests: {' '.join(packages)} …", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run([*apt, *step], env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{' '.join([*apt, *step])} failed:\n{done.stdout}{done.stderr}\n{request(missing)}")


def apt_get() -> list[str] | None:
    """Return the command that may install packages here, or None."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n", "apt-get"]
    return None


def request(missing: list[Need]) -> str:
    """Say in words what a person must install."""
    lines = [f"  {need.package}  ({need.why})" for need in missing]
    command = "apt-get install " + " ".join(need.package for need in missing)
    return "\n".join(["The tests need programs that are not here:", *lines, f"On Debian, as root: {command}"])


if __name__ == "__main__":
    main()

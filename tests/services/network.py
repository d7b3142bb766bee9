"""A network of the tests' own, in which there are addresses off loopback and nobody else."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from tests.services.programs import program

HOSTS = ("192.0.2.1", "192.0.2.2")
"""Two addresses for documentation (RFC 5737), here those of one machine without a way out."""
_SET_UP = " && ".join(
    ["ip link set lo up", *(f"ip address add {host}/32 dev lo" for host in HOSTS), "echo up", "exec cat"]
)


@dataclass(frozen=True)
class Network:
    """A network namespace, held by the process `pid`."""

    pid: int

    @property
    def wrapper(self) -> tuple[str, ...]:
        """The command under which a process runs in this network."""
        inside = ["--net", *(["--user", "--preserve-credentials"] if os.geteuid() else [])]
        return (program("nsenter", "util-linux"), f"--target={self.pid}", *inside, "--")


@contextmanager
def own_network() -> Iterator[Network]:
    """Make a network until the block ends; the test is skipped where the kernel allows none."""
    mapped = ["--map-root-user"] if os.geteuid() else []
    command = [program("unshare", "util-linux"), "--net", *mapped, "sh", "-c", _SET_UP]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stderr is not None
        if holder.stdout.readline() != "up\n":
            pytest.skip(f"no network of our own: {holder.stderr.read().strip()}")
        yield Network(holder.pid)
        holder.terminate()

"""Installs the foreign TAXII servers and clients of the tests into `.venv-peers`, once for each lock file."""

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements-peers.lock"
PEERS = ROOT / ".venv-peers"
UV = Path(sys.executable).with_name("uv")


def main(lock: Path = LOCK, peers: Path = PEERS) -> None:
    """Install what `lock` names into the virtual environment `peers`, unless that was done already.

    Raises `SystemExit` with the words of the installer when it fails.
    """
    stamp, wanted = peers / ".installed", sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text("ascii") == wanted:
        return
    print("Installing foreign TAXII servers and clients for the tests …", flush=True)
    run("venv", "--quiet", "--clear", "--python", sys.executable, str(peers))
    run("pip", "sync", "--quiet", "--require-hashes", "--python", str(peers / "bin/python"), str(lock))
    stamp.write_text(wanted, "ascii")


def run(*arguments: str) -> None:
    """Run uv. Raises `SystemExit` with its words when it fails."""
    done = subprocess.run([str(UV), *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"uv {' '.join(arguments)} failed:\n{done.stderr}")


if __name__ == "__main__":
    main()

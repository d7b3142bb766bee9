import os
import subprocess
import sys
from pathlib import Path

from bench.taxii.servers import COUNTING

HASHES = """
from django.conf import settings
settings.configure()
from django.contrib.auth.hashers import check_password, make_password
hashed = make_password("a password")
assert check_password("a password", hashed)
assert not check_password("another", hashed)
"""


def test_each_slow_hash_of_a_server_is_noted(tmp_path: Path) -> None:
    noted = tmp_path / "hashes"
    environment = os.environ | {"PYTHONPATH": str(COUNTING), "HASHES_NOTED": str(noted)}
    subprocess.run([sys.executable, "-c", HASHES], env=environment, check=True)
    assert len(noted.read_bytes()) == 3

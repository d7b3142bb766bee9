"""Holds fetched slices back until their root is verified.

In memory, and beyond 32 MiB sealed in a nameless file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from tempfile import SpooledTemporaryFile
from weakref import finalize

from nacl.secret import SecretBox

IN_MEMORY = 32 * 1024 * 1024
_LENGTH = 4


class Spool:
    """A queue of byte strings that are read after all were added.

    What reaches the disk is sealed by a key in memory.
    """

    def __init__(self, random_bytes: Callable[[int], bytes], *, in_memory: int = IN_MEMORY) -> None:
        self._file = SpooledTemporaryFile(max_size=in_memory)  # noqa: SIM115 - closed with the spool
        finalize(self, self._file.close)
        self._box = SecretBox(random_bytes(SecretBox.KEY_SIZE))
        self._count = 0

    def add(self, data: bytes) -> None:
        """Add `data` at the end."""
        sealed = self._box.encrypt(data, self._nonce(self._count)).ciphertext
        self._file.write(len(sealed).to_bytes(_LENGTH) + sealed)
        self._count += 1

    def __iter__(self) -> Iterator[bytes]:
        """Yield what was added, in order."""
        self._file.seek(0)
        for number in range(self._count):
            sealed = self._file.read(int.from_bytes(self._file.read(_LENGTH)))
            yield self._box.decrypt(sealed, self._nonce(number))

    def _nonce(self, number: int) -> bytes:
        return number.to_bytes(SecretBox.NONCE_SIZE)

"""The tar in a parcel: foreign tools read it, and nothing but what was written is read back."""

from __future__ import annotations

import io
import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.exchange import BadParcel
from tansiq.exchange.carry.archive import read_archive, write_archive

FILES = [("parcel.json", b"{}"), ("pack/000", b"x" * 1000), ("empty", b""), ("block", b"y" * 512)]


def test_it_is_read_back() -> None:
    assert list(read_archive(write_archive(FILES))) == FILES


def test_tar_itself_can_read_it() -> None:
    with tarfile.open(fileobj=io.BytesIO(write_archive(FILES))) as tar:
        assert [(member.name, member.size) for member in tar] == [(name, len(data)) for name, data in FILES]


@given(st.binary(max_size=4096))
def test_attack_any_bytes(data: bytes) -> None:
    with pytest.raises(BadParcel):
        list(read_archive(data))


@given(st.data())
def test_attack_one_byte_of_it_changed_outside_the_contents(data: st.DataObject) -> None:
    archive = bytearray(write_archive([("parcel.json", b"{}")]))
    at = data.draw(st.integers(0, len(archive) - 1).filter(lambda index: index not in (512, 513)))
    archive[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(BadParcel):
        list(read_archive(bytes(archive)))


@pytest.mark.parametrize("cut", [1, 511, 512, 1024, 1500])
def test_attack_cut_off(cut: int) -> None:
    with pytest.raises(BadParcel):
        list(read_archive(write_archive(FILES)[:-cut]))


def test_attack_a_file_that_says_it_is_larger_than_the_archive() -> None:
    huge = tarfile.TarInfo("pack/000")
    huge.size, huge.mode = 8**11 - 1, 0o600
    with pytest.raises(BadParcel):
        list(read_archive(huge.tobuf(tarfile.USTAR_FORMAT, "ascii", "strict") + bytes(1024)))

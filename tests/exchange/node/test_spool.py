import pytest

from tansiq.exchange.node.spool import Spool
from tests.exchange.cast import chance


@pytest.mark.parametrize("in_memory", [1, 1 << 20])
def test_what_goes_in_comes_out_in_order(in_memory: int) -> None:
    parts = [bytes([number]) * 1000 * number for number in range(20)]
    spool = Spool(chance(1), in_memory=in_memory)
    for part in parts:
        spool.add(part)
    assert list(spool) == parts
    assert list(spool) == parts


def test_nothing_lies_in_the_clear() -> None:
    spool = Spool(chance(1), in_memory=1)
    spool.add(b"a canary in the mine" * 10)
    spool._file.seek(0)
    assert b"canary" not in spool._file.read()


def test_the_file_goes_with_the_spool() -> None:
    spool = Spool(chance(1), in_memory=1)
    file = spool._file
    del spool
    assert file.closed

from dataclasses import replace

import pytest

from tansiq.exchange import verify_object
from tansiq.ledger import WrongSignature
from tests.exchange.cast import HOME, MEMBER, Cast, note, to


def test_what_is_kept_is_what_its_originator_signed(cast: Cast) -> None:
    [report] = cast.home.tell(note(), to=to(MEMBER))
    cast.home.rotate()
    cast.member.pull(cast.home)
    objects, originator = cast.member.view().objects, cast.member.view().agencies.known(HOME)
    record, signature = objects.record(report), objects.signature(report)
    assert record is not None
    assert signature is not None
    assert originator is not None
    verify_object(record.object, signature, originator)
    for other, agency in (
        (replace(signature, key="00000000"), originator),
        (signature, cast.member.agency),
    ):
        with pytest.raises(WrongSignature):
            verify_object(record.object, other, agency)
    with pytest.raises(WrongSignature):
        verify_object(note(), signature, originator)

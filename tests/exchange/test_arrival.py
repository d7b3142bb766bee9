from base64 import b64decode

import pytest

from tansiq.exchange import Inadmissible, LiveWorld, Refusal
from tansiq.exchange.arrival import Arrival
from tests.exchange.cast import HOME, MEMBER, NOW, OUTSIDER, Cast, body_of, note, to


@pytest.mark.parametrize(("sender", "direct"), [(HOME, True), (OUTSIDER, False)])
def test_an_arrival_knows_whether_its_originator_brought_it(cast: Cast, sender: str, direct: bool) -> None:  # noqa: FBT001
    cast.home.tell(note(), to=to(MEMBER))
    body, tx = body_of(cast.home, cast.member, 1), cast.member.view()
    arrival = Arrival(body, sender, cast.home.agency, tx, LiveWorld(tx), NOW)
    assert arrival.direct is direct
    assert (arrival.signature.by, b64decode(arrival.signature.sig)) == (HOME, body.head.sig)
    arrival.require(1, Refusal.RECALLED)
    with pytest.raises(Inadmissible) as refused:
        arrival.require((), Refusal.RECALLED, object="x")
    assert (refused.value.code, refused.value.about) == ("recalled", {"object": "x"})

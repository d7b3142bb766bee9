"""What the tests of admission share."""

from tansiq.exchange.refusals import ANSWERED
from tansiq.ledger import Kind
from tests.exchange.cast import MEMBER, Cast, Node, note, to


def refused(reader: Node, sender: Node) -> str:
    """Pull, see one entry refused with all that belongs to it, and return its code."""
    assert reader.pull(sender).refused == 1
    [entry] = [one for one in reader.view().feeds.arrivals(sender.id) if one.outcome == "refused"]
    assert (entry.salt, entry.object_id) == (None, None)
    [alarm] = reader.alarms(entry.code)
    assert alarm.partner == sender.id
    assert alarm.evidence == entry.leaf
    sender.pull(reader)
    answers = [answer.about["code"] for answer in sender.alarms("entry-refused")]
    heard = entry.code in ANSWERED and entry.kind is not Kind.ACK
    assert answers == ([entry.code] if heard else [])
    return str(entry.code)


def tell_marking(cast: Cast) -> None:
    """Have the member know home's release marking."""
    cast.home.tell(note("first of all"), to=to(MEMBER))
    cast.member.pull(cast.home)

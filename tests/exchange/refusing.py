"""What the tests of admission share."""

from tansiq.ledger import Kind
from tests.exchange.cast import MEMBER, Cast, Node, note, to


def refused(reader: Node, sender: Node) -> str:
    """Pull, see one entry refused with all that belongs to it, and return its code."""
    assert reader.pull(sender).refused == 1
    [entry] = [one for one in reader.view().feeds.arrivals(sender.id) if one.outcome == "refused"]
    assert (entry.salt, entry.object_id) == (None, None)
    [alarm] = reader.alarms(entry.code)
    assert alarm.partner == sender.id
    assert alarm.evidence
    if entry.kind is not Kind.ACK:
        sender.pull(reader)
        [answer] = sender.alarms("entry-refused")
        assert answer.about["code"] == entry.code
    return str(entry.code)


def tell_marking(cast: Cast) -> None:
    """Have the member know home's release marking."""
    cast.home.tell(note("first of all"), to=to(MEMBER))
    cast.member.pull(cast.home)

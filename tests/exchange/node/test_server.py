from collections.abc import Callable
from datetime import timedelta

import pytest

from tansiq import ledger
from tansiq.exchange import BadReceipt, FeedBehind, NotServed
from tansiq.exchange.node import HEARTBEAT
from tansiq.release import Standing
from tests.exchange.cast import HOME, MEMBER, NOW, OUTSIDER, Cast, Node, node, note, to

ORIGIN = ledger.feed_origin(HOME, MEMBER)


def head(of: Node, *, now: object = NOW, size: int = 0, seen: int = 0) -> ledger.SignedHead | None:
    assert isinstance(now, type(NOW))
    text = of.server.checkpoint(MEMBER, size=size, seen=seen, now=now)
    return None if text is None else ledger.open_checkpoint(text, ORIGIN, [of.keyring.node.public])


def countersigned(cast: Cast, by: ledger.NodeKey | None = None) -> bytes:
    text = cast.home.server.checkpoint(MEMBER, now=NOW)
    assert text is not None
    return ledger.countersign(text, by or cast.member.keyring.receipt, NOW).encode()


def test_the_head_is_that_of_the_committed_feed(cast: Cast) -> None:
    cast.home.tell(note(), to=to(MEMBER))
    frontier = cast.home.view().feeds.outgoing(MEMBER).frontier
    signed = head(cast.home)
    assert signed is not None
    assert (signed.checkpoint.size, signed.checkpoint.root) == (2, frontier.root())


def test_a_head_is_signed_once_an_hour_and_when_the_feed_grew(cast: Cast) -> None:
    first = head(cast.home)
    assert first == head(cast.home, now=NOW + HEARTBEAT / 2)
    beat = head(cast.home, now=NOW + HEARTBEAT)
    assert beat is not None
    assert beat.at == NOW + HEARTBEAT
    cast.home.tell(note(), to=to(MEMBER))
    grown = head(cast.home, now=NOW + HEARTBEAT)
    assert grown is not None
    assert grown.checkpoint.size == 2


def test_a_reader_that_has_everything_hears_nothing_until_the_next_heartbeat(cast: Cast) -> None:
    cast.home.tell(note(), to=to(MEMBER))
    assert head(cast.home) is not None
    seen = int(NOW.timestamp())
    assert head(cast.home, size=2, seen=seen) is None
    assert head(cast.home, size=0, seen=seen) is not None
    assert head(cast.home, size=2, seen=seen, now=NOW + HEARTBEAT) is not None


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.LEFT, Standing.INVITED, None])
def test_who_is_no_active_partner_cannot_tell_a_feed_from_none(cast: Cast, standing: Standing | None) -> None:
    reader = MEMBER if standing else "identity--000000aa-0000-4000-8000-000000000000"
    cast.home.tell(note(), to=to(MEMBER))
    with cast.home.store.transaction() as tx:
        if standing:
            tx.agencies.set_standing(MEMBER, standing, now=NOW)
    asked: tuple[Callable[[], object], ...] = (
        lambda: cast.home.server.checkpoint(reader, now=NOW),
        lambda: cast.home.server.slice(reader, 0, 0, 1),
        lambda: cast.home.server.tile(reader, "tile/0/000.p/1"),
        lambda: cast.home.server.receipt(reader, countersigned_for_nobody(cast), now=NOW),
    )
    answers = set()
    for ask in asked:
        with pytest.raises(NotServed) as refused:
            ask()
        answers.add(str(refused.value))
    assert answers == {"not-served: {}"}


def countersigned_for_nobody(cast: Cast) -> bytes:
    text = cast.home.server.checkpoint(OUTSIDER, now=NOW)
    assert text is not None
    return ledger.countersign(text, cast.member.keyring.receipt, NOW).encode()


@pytest.mark.parametrize("asked", [(0, 0, 3), (0, 1, 1), (1, 0, 1), (-1, 0, 1), (0, -1, 1), (0, 0, 257)])
def test_a_slice_beyond_the_feed_is_not_served(cast: Cast, asked: tuple[int, int, int]) -> None:
    cast.home.tell(note(), to=to(MEMBER))
    with pytest.raises(NotServed):
        cast.home.server.slice(MEMBER, *asked)


def test_a_slice_stays_the_same(cast: Cast) -> None:
    cast.home.tell(note(), to=to(MEMBER))
    first = cast.home.server.slice(MEMBER, 0, 0, 2)
    cast.home.tell(note(), to=to(MEMBER))
    assert cast.home.server.slice(MEMBER, 0, 0, 2) == first


def test_an_erased_entry_leaves_its_hash_alone(cast: Cast) -> None:
    [report] = cast.home.tell(note(), to=to(MEMBER))
    cast.home.recall(report)
    part = ledger.decode_pack(cast.home.server.slice(MEMBER, 0, 0, 3))
    assert isinstance(part.bodies[1], ledger.Erased)
    assert part.leaves() == list(cast.home.view().feeds.leaves(MEMBER))


def test_hash_tiles_lead_to_the_root(cast: Cast) -> None:
    cast.home.tell(*(note(f"{number}") for number in range(300)), to=to(MEMBER))
    full = ledger.parse_tile(cast.home.server.tile(MEMBER, "tile/0/000"), 256)
    rest = ledger.parse_tile(cast.home.server.tile(MEMBER, "tile/0/001.p/45"), 45)
    assert ledger.root([*full, *rest]) == cast.home.view().feeds.outgoing(MEMBER).frontier.root()
    assert cast.home.server.tile(MEMBER, "tile/1/000.p/1") == ledger.upper_hash(b"".join(full))


@pytest.mark.parametrize("path", ["tile/0/000", "tile/9/000.p/1", "tile/entries/000.p/1", "tile/0/../x", ""])
def test_a_tile_that_is_not_there_is_not_served(cast: Cast, path: str) -> None:
    cast.home.tell(note(), to=to(MEMBER))
    with pytest.raises(NotServed):
        cast.home.server.tile(MEMBER, path)


def test_a_receipt_is_kept_and_can_be_given_twice(cast: Cast) -> None:
    cast.home.tell(note(), to=to(MEMBER))
    given = countersigned(cast)
    for _ in range(2):
        cast.home.server.receipt(MEMBER, given, now=NOW)
    receipt = cast.home.view().feeds.outgoing(MEMBER).receipt
    assert receipt is not None
    assert (receipt.size, receipt.text) == (2, given)


def test_a_receipt_for_an_earlier_head_is_kept(cast: Cast) -> None:
    cast.home.tell(note(), to=to(MEMBER))
    given = countersigned(cast)
    cast.home.tell(note(), to=to(MEMBER))
    head(cast.home)
    cast.home.server.receipt(MEMBER, given, now=NOW)
    receipt = cast.home.view().feeds.outgoing(MEMBER).receipt
    assert receipt is not None
    assert receipt.size == 2


def test_a_receipt_by_another_key_is_refused(cast: Cast) -> None:
    cast.home.tell(note(), to=to(MEMBER))
    for key in (cast.outsider.keyring.receipt, cast.member.keyring.node):
        with pytest.raises(BadReceipt):
            cast.home.server.receipt(MEMBER, countersigned(cast, key), now=NOW)


@pytest.mark.parametrize("note_", [b"", b"\xff", b"tansiq\n5\nAAAA\n\n"])
def test_a_receipt_that_cannot_be_read_is_refused(cast: Cast, note_: bytes) -> None:
    with pytest.raises(BadReceipt):
        cast.home.server.receipt(MEMBER, note_, now=NOW)


def receipt_for(cast: Cast, size: int, root: bytes) -> bytes:
    text = ledger.sign_checkpoint(ledger.Checkpoint(ORIGIN, size, root), node(HOME, 7).keyring.node, NOW)
    return ledger.countersign(text, cast.member.keyring.receipt, NOW).encode()


def test_a_receipt_for_more_than_is_held_tells_a_restored_backup(cast: Cast) -> None:
    """So it stops before it forks, also where receipts come by hand."""
    for _ in range(2):
        with pytest.raises(FeedBehind):
            cast.home.server.receipt(MEMBER, receipt_for(cast, 9, bytes(32)), now=NOW)
    assert cast.home.alarm_codes() == ["feed-behind"]
    with pytest.raises(FeedBehind):
        head(cast.home)


def test_attack_a_forged_receipt_for_more_than_is_held_stops_nothing(cast: Cast) -> None:
    forged = receipt_for(cast, 9, bytes(32))[:-5] + b"AAA=\n"
    with pytest.raises(BadReceipt):
        cast.home.server.receipt(MEMBER, forged, now=NOW)
    assert head(cast.home) is not None


def test_a_receipt_for_another_history_raises_an_alarm(cast: Cast) -> None:
    cast.home.tell(note(), to=to(MEMBER))
    head(cast.home)
    with pytest.raises(BadReceipt):
        cast.home.server.receipt(MEMBER, receipt_for(cast, 2, bytes(32)), now=NOW)
    assert cast.home.alarm_codes() == ["receipt-fork"]


def test_a_restored_backup_does_not_sign_until_somebody_has_looked(cast: Cast) -> None:
    cast.home.tell(note(), to=to(MEMBER))
    for size in (5, 0):
        with pytest.raises(FeedBehind):
            head(cast.home, size=size)
    [alarm] = cast.home.alarms("feed-behind")
    assert alarm.id is not None
    with cast.home.store.transaction() as tx:
        tx.alarms.clear(alarm.id, now=NOW + timedelta(hours=1))
    assert head(cast.home) is not None

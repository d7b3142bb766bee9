"""A partner's node answers with what should overflow ours, or gives receipts for what nobody signed."""

from datetime import UTC, datetime

import pytest

from tansiq import ledger
from tansiq.exchange import BadReceipt, Unreachable
from tansiq.net import http
from tests.exchange.cast import HOME, MEMBER, NOW, Cast, note, to
from tests.net.site import serving
from tests.net.test_http import fetch, transport


def test_a_clock_at_the_end_of_time_does_not_overflow_ours(cast: Cast) -> None:
    with serving(cast.home) as site:
        site.now = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
        for _ in range(2):
            with pytest.raises(Unreachable):
                fetch(cast.member, transport(cast.member, site), cast.home)


def test_a_download_does_not_grow_with_every_resumption(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "MAX_PACK", 500)
    cast.home.tell(*(note(f"{number**40}") for number in range(20)), to=to(MEMBER))
    with serving(cast.home) as site:
        site.cut = 300
        wire = transport(cast.member, site)
        with pytest.raises(Unreachable, match="too large"):
            fetch(cast.member, wire, cast.home)


def test_a_receipt_between_two_heads_is_no_receipt(durable_cast: Cast) -> None:
    """It is for a true root of ours that we never signed: a refusal, and no fault of ours."""
    home = durable_cast.home
    home.tell(note(), to=to(MEMBER))
    home.server.checkpoint(MEMBER, now=NOW)
    [first] = home.view().feeds.leaves(MEMBER, 0, 1)
    between = ledger.Checkpoint(ledger.feed_origin(HOME, MEMBER), 1, ledger.root([first]))
    text = ledger.sign_checkpoint(between, home.keyring.node, NOW)
    receipt = ledger.countersign(text, durable_cast.member.keyring.receipt, NOW)
    with pytest.raises(BadReceipt, match="never signed"):
        home.server.receipt(MEMBER, receipt.encode(), now=NOW)
    assert home.alarm_codes() == []

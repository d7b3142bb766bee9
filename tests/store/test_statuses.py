"""The contract of the statuses of POSTs, over every store."""

from tansiq.store import Store


def test_a_status_is_kept_for_who_posted(store: Store) -> None:
    with store.transaction() as tx:
        tx.statuses.keep("s1", "siem", "d1", b'{"status":"pending"}', at=10)
        tx.statuses.keep("s1", "siem", "d1", b'{"status":"complete"}', at=11)
        tx.statuses.keep("s2", "ksar", "d1", b"{}", at=12)
    with store.snapshot() as tx:
        assert tx.statuses.status("s1") == ("siem", b'{"status":"complete"}')
        assert tx.statuses.status("s2") == ("ksar", b"{}")
        assert tx.statuses.status("s3") is None


def test_another_account_cannot_take_a_status_over(store: Store) -> None:
    with store.transaction() as tx:
        tx.statuses.keep("s1", "siem", "d1", b"{}", at=10)
        tx.statuses.keep("s1", "thief", "d2", b"[]", at=11)
        assert tx.statuses.status("s1") == ("siem", b"[]")


def test_old_statuses_are_forgotten(store: Store) -> None:
    with store.transaction() as tx:
        for at in (10, 11, 12):
            tx.statuses.keep(f"s{at}", "siem", "d1", b"{}", at=at)
        assert tx.statuses.prune(before=12) == 2
        assert tx.statuses.prune(before=12) == 0
        assert tx.statuses.status("s11") is None
        assert tx.statuses.status("s12") == ("siem", b"{}")

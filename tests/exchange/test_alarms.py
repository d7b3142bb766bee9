from tansiq.exchange import raise_alarm
from tests.exchange.cast import MEMBER, MINUTE, NOW, OUTSIDER, Cast


def test_an_alarm_is_raised_once_while_it_stands_open(cast: Cast) -> None:
    with cast.home.store.transaction() as tx:
        for _ in range(2):
            raise_alarm(tx.alarms, "fork", MEMBER, {"size": "1"}, evidence=b"note", now=NOW)
        raise_alarm(tx.alarms, "fork", OUTSIDER, {"size": "1"}, now=NOW)
        raise_alarm(tx.alarms, "fork", MEMBER, {"size": "2"}, now=NOW)
    assert len(cast.home.alarms("fork")) == 3


def test_what_was_cleared_is_raised_again(cast: Cast) -> None:
    for minute in range(2):
        with cast.home.store.transaction() as tx:
            raise_alarm(tx.alarms, "fork", MEMBER, {}, now=NOW + minute * MINUTE)
            [alarm] = tx.alarms.open()
            assert alarm.at == NOW + minute * MINUTE
            assert alarm.id is not None
            tx.alarms.clear(alarm.id, now=NOW)

from tansiq.exchange.node import Fetched
from tests.exchange.cast import chance


def begun() -> Fetched:
    fetched = Fetched(chance(1))
    fetched.begin(10, 20)
    fetched.add(b"first", [b"a", b"b"])
    fetched.add(b"second", [b"c"])
    return fetched


def test_what_is_kept_leads_on() -> None:
    fetched = begun()
    fetched.begin(10, 30)
    assert (fetched.end, fetched.leaves, list(fetched)) == (13, [b"a", b"b", b"c"], [b"first", b"second"])


def test_what_leads_from_elsewhere_is_forgotten() -> None:
    fetched = begun()
    fetched.begin(12, 30)
    assert (fetched.end, list(fetched)) == (12, [])


def test_what_leads_too_far_is_forgotten() -> None:
    fetched = begun()
    fetched.begin(10, 12)
    assert (fetched.end, list(fetched)) == (10, [])

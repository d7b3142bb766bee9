from dataclasses import dataclass, field
from threading import Event

from tansiq.net import Courier, Couriers
from tests.exchange.cast import HOME, MEMBER

PATIENCE = 10.0


@dataclass
class Errands:
    """An errand that blocks until it is closed, after failing as often as it is told to."""

    failures: int = 0
    ran: Event = field(default_factory=Event)
    closed: Event = field(default_factory=Event)

    def run(self, wait: float) -> None:
        if self.failures:
            self.failures -= 1
            raise ValueError("away")
        self.ran.set()
        self.closed.wait(wait)

    def close(self) -> None:
        self.closed.set()


def test_a_courier_works_and_stops_at_once() -> None:
    errand, troubles = Errands(), list[str]()
    courier = Courier(MEMBER, errand, on_trouble=lambda partner, _: troubles.append(partner), wait=60)
    courier.start()
    assert errand.ran.wait(PATIENCE)
    courier.stop(PATIENCE)
    assert not courier.is_alive()
    assert troubles == []


def test_a_courier_outlives_failures_and_reports_each() -> None:
    errand, troubles = Errands(failures=3), list[tuple[str, str]]()
    courier = Courier(
        MEMBER,
        errand,
        on_trouble=lambda partner, error: troubles.append((partner, str(error))),
        first_pause=0.001,
    )
    courier.start()
    assert errand.ran.wait(PATIENCE)
    courier.stop(PATIENCE)
    assert troubles == [(MEMBER, "away")] * 3


def test_a_nudge_ends_a_pause() -> None:
    errand, failed = Errands(failures=1), Event()
    courier = Courier(MEMBER, errand, on_trouble=lambda *_: failed.set(), first_pause=600)
    courier.start()
    assert failed.wait(PATIENCE)
    courier.nudge()
    assert errand.ran.wait(PATIENCE)
    courier.stop(PATIENCE)


def test_couriers_attend_to_exactly_the_partners_named() -> None:
    made: dict[str, Errands] = {}
    couriers = Couriers(lambda partner: made.setdefault(partner, Errands()), on_trouble=lambda *_: None)
    couriers.attend([HOME, MEMBER])
    assert all(made[partner].ran.wait(PATIENCE) for partner in (HOME, MEMBER))
    couriers.attend([MEMBER])
    couriers.nudge(HOME)
    assert made[HOME].closed.is_set()
    assert not made[MEMBER].closed.is_set()
    couriers.stop()
    assert made[MEMBER].closed.is_set()


def test_a_courier_begins_anew_when_the_address_changes() -> None:
    made: list[Errands] = []

    def errand(_: str) -> Errands:
        made.append(Errands())
        return made[-1]

    couriers = Couriers(errand, on_trouble=lambda *_: None)
    couriers.attend([MEMBER])
    couriers.renew(MEMBER)
    assert made[0].closed.is_set()
    assert made[1].ran.wait(PATIENCE)
    couriers.stop()


def test_couriers_are_nudged_by_partner() -> None:
    errand, failed = Errands(failures=1), Event()
    couriers = Couriers(lambda _: errand, on_trouble=lambda *_: failed.set(), first_pause=600)
    couriers.attend([MEMBER])
    assert failed.wait(PATIENCE)
    couriers.nudge(MEMBER)
    assert errand.ran.wait(PATIENCE)
    couriers.stop()

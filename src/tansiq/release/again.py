"""Handing out again what was decided before: the cheap questions that time may have answered anew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol, TypeVar

from tansiq.release.errors import NotHome
from tansiq.release.released import Released, seal
from tansiq.release.world import Standing, World

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Kept(Protocol):
    """Something that was released before; moments in whole microseconds since 1970."""

    @property
    def recalled(self) -> int | None:
        """When it was recalled."""

    @property
    def expires(self) -> int | None:
        """When it expires."""


K = TypeVar("K", bound=Kept)
T = TypeVar("T")


def still(reader: str, kept: Iterable[K], now: datetime, *, world: World) -> Released[tuple[K, ...]]:
    """Return what of `kept` is in force at `now`, released to `reader`, which was told it or holds it.

    Only steps 1 and 2 are taken again; the others were taken when it was told (spec/release.md, "Again").
    """
    if reader != world.home and world.standing(reader) is not Standing.ACTIVE:  # (1)
        return seal((), reader)
    moment = (now - _EPOCH) // timedelta(microseconds=1)
    return seal(
        tuple(
            one
            for one in kept
            if one.recalled is None and (one.expires is None or one.expires > moment)  # (2)
        ),
        reader,
    )


def own(value: T, reader: str, *, world: World) -> Released[T]:
    """Return `value`, which never left this agency, released to its own people and tools.

    Raises `NotHome` when `reader` is another agency.
    """
    if reader != world.home:
        raise NotHome(reader)
    return seal(value, reader)

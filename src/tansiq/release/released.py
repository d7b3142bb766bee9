"""The keystone: a value that may leave the node, and for whom; only the decision makes one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, Never, NoReturn, TypeVar

from tansiq.release.errors import Forged, MixedReaders

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
U = TypeVar("U")

_TOKEN = object()


class Released(Generic[T_co]):
    """A `value` that agency `reader` may have; only this room makes one, and nobody copies or pickles it."""

    __slots__ = ("_reader", "_value")
    _reader: str
    _value: T_co

    def __init__(self, value: T_co, reader: str, token: object = None) -> None:
        """Wrap `value` for `reader`. Raises `Forged` when `token` is not this room's own."""
        if token is not _TOKEN:
            raise Forged("made by hand")
        object.__setattr__(self, "_value", value)
        object.__setattr__(self, "_reader", reader)

    @property
    def value(self) -> T_co:
        """The value itself."""
        return self._value

    @property
    def reader(self) -> str:
        """The agency that may have it."""
        return self._reader

    def map(self, fn: Callable[[T_co], U]) -> Released[U]:
        """Return `fn` of the value, released to the same reader."""
        return Released(fn(self._value), self._reader, _TOKEN)

    def __repr__(self) -> str:
        """Name the kind of value and the reader, never the content."""
        return f"Released[{type(self._value).__name__}] to {self._reader}"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise Forged("altered")

    def __delattr__(self, name: str) -> NoReturn:
        raise Forged("altered")

    def __copy__(self) -> Never:
        raise Forged("copied")

    def __deepcopy__(self, memo: object) -> Never:
        raise Forged("copied")

    def __reduce_ex__(self, protocol: object) -> Never:
        raise Forged("pickled")

    def __init_subclass__(cls) -> None:
        raise Forged("subclassed")


def seal(value: T, reader: str) -> Released[T]:
    """Return `value` as released to `reader`; for this room alone."""
    return Released(value, reader, _TOKEN)


def gather(reader: str, items: Iterable[Released[T]]) -> Released[tuple[T, ...]]:
    """Return `items`, all released to `reader`, as one released tuple.

    Raises `MixedReaders` when one of them was released to somebody else.
    """
    values: list[T] = []
    for item in items:
        if item.reader != reader:
            raise MixedReaders(reader, item.reader)
        values.append(item.value)
    return seal(tuple(values), reader)

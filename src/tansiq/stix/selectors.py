"""Selectors of granular markings (STIX 2.1, section 7.2.3.1): finding parts and cutting them out."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from tansiq.stix.errors import Flaw, Malformed
from tansiq.stix.members import join_items, join_members, split_items, split_members, with_members

Path = tuple[str | int, ...]


def path_of(selector: str) -> Path:
    """Split `selector`, as in `object_refs.[2]`, into names and indexes.

    Raises `Malformed` when an index has more than nine digits.
    """
    return tuple(_index(part) if part.startswith("[") else part for part in selector.split("."))


def _index(part: str) -> int:
    if len(part) > len("[999999999]"):
        raise Malformed(Flaw.SELECTOR, "", "an index of more than nine digits")
    return int(part[1:-1])


def selector_of(path: Path) -> str:
    """Write `path` as a selector."""
    return ".".join(f"[{part}]" if isinstance(part, int) else part for part in path)


def require_selects(data: Mapping[str, Any], selector: str, pointer: str) -> None:
    """Check that `selector`, standing at `pointer`, names a part of `data`.

    Raises `Malformed` when it names nothing.
    """
    node: Any = data
    for part in path_of(selector):
        if not _has(node, part):
            raise Malformed(Flaw.SELECTOR, pointer, f"the selector {selector[:200]!r} selects nothing")
        node = node[part]


def _has(node: object, part: str | int) -> bool:
    if isinstance(part, int):
        return isinstance(node, list) and part < len(node)
    return isinstance(node, Mapping) and part in node


def cut(raw: bytes, data: Mapping[str, Any], selectors: Iterable[str]) -> bytes:
    """Cut the parts that `selectors` name out of `raw` (decoded: `data`) and mend its granular markings.

    What stays keeps its bytes; containers left empty go too; markings that select nothing any more are
    dropped, and indexes behind a cut element move up. Raises `Malformed` when a selector names nothing.
    """
    knife = _Knife()
    for selector in selectors:
        require_selects(data, selector, "")
        knife.mark(path_of(selector))
    rest = knife.cut(raw, knife.tree, ())
    if rest is None:
        raise Malformed(Flaw.SELECTOR, "", "nothing of the object remains")
    return _mend(rest, knife)


class _Knife:
    """Cuts marked paths, remembering what was removed and where list elements moved."""

    def __init__(self) -> None:
        self.tree: dict[str | int, Any] = {}
        self.removed: set[Path] = set()
        self.moved: dict[Path, int] = {}

    def mark(self, path: Path) -> None:
        node = self.tree
        for part in path[:-1]:
            node = node.setdefault(part, {})
            if node is None:
                return
        node[path[-1]] = None

    def cut(self, raw: bytes, tree: Mapping[str | int, Any], path: Path) -> bytes | None:
        """Return `raw` without what `tree` marks below `path`, or None when nothing remains."""
        if raw.lstrip()[:1] == b"[":
            items = list(enumerate(split_items(raw)))
            kept = [item for item in (self._keep(part, tree, path, value) for part, value in items) if item]
            self.moved |= {(*path, part): place for place, (part, _) in enumerate(kept)}
            return join_items(value for _, value in kept) if kept else None
        members = split_members(raw).items()
        named = [item for item in (self._keep(part, tree, path, value) for part, value in members) if item]
        return join_members({str(part): value for part, value in named}) if named else None

    def _keep(
        self, part: str | int, tree: Mapping[str | int, Any], path: Path, value: bytes
    ) -> tuple[str | int, bytes] | None:
        if part not in tree:
            return part, value
        below = tree[part]
        rest = None if below is None else self.cut(value, below, (*path, part))
        if rest is None:
            self.removed.add((*path, part))
            return None
        return part, rest

    def rename(self, selector: str) -> str | None:
        """Return `selector` as it reads after the cut, or None when its part is gone."""
        old = path_of(selector)
        prefixes = [old[: end + 1] for end in range(len(old))]
        if any(prefix in self.removed for prefix in prefixes):
            return None
        return selector_of(tuple(self.moved.get(prefix, prefix[-1]) for prefix in prefixes))


def _mend(raw: bytes, knife: _Knife) -> bytes:
    members = split_members(raw)
    if "granular_markings" not in members:
        return raw
    markings = split_items(members["granular_markings"])
    mended = [marking for marking in (_mend_one(marking, knife) for marking in markings) if marking]
    if mended == markings:
        return raw
    if mended:
        return join_members(members | {"granular_markings": join_items(mended)})
    return join_members({name: value for name, value in members.items() if name != "granular_markings"})


def _mend_one(marking: bytes, knife: _Knife) -> bytes | None:
    selectors = msgspec.json.decode(split_members(marking)["selectors"], type=list[str])
    renamed = [selector for selector in map(knife.rename, selectors) if selector is not None]
    if renamed == selectors:
        return marking
    return with_members(marking, {"selectors": renamed}) if renamed else None

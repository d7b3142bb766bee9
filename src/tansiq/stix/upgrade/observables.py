"""The objects that an observed-data of STIX 2.0 holds inside, as cyber-observables of STIX 2.1."""

from collections.abc import Callable, Mapping
from typing import Any

from tansiq.stix.errors import Flaw, Malformed
from tansiq.stix.upgrade.identity import contributing, identify

Members = dict[str, Any]

_TIMES = {"created": "ctime", "modified": "mtime", "accessed": "atime"}
_ENCRYPTION = {name: f"x_{name}" for name in ("is_encrypted", "encryption_algorithm", "decryption_key")}
RENAMED: Mapping[str, Mapping[str, str]] = {
    "directory": _TIMES,
    "file": _TIMES | _ENCRYPTION,
    "process": {
        "created": "created_time",
        "binary_ref": "image_ref",
        "name": "x_name",
        "arguments": "x_arguments",
    },
    "user-account": {"password_last_changed": "credential_last_changed"},
    "windows-registry-key": {"modified": "modified_time"},
}
"""Properties that STIX 2.1 calls otherwise; those that it has no more become custom ones."""

_LONGEST_CHAIN = 64


def observables(objects: Mapping[str, Any], shared: Members, seed: str) -> list[Members]:
    """Return the embedded `objects` (by key) as cyber-observables with the `shared` members, in their order.

    Two that are the same thing become one. `seed` names the observed-data and its version. Raises `Malformed`
    when an object cannot stand alone or two contradict each other.
    """
    embedded = _Embedded({key: _renamed(key, value) for key, value in objects.items()}, seed)
    made: dict[str, Members] = {}
    for key in objects:
        one = embedded.standing_alone(key) | shared
        made[one["id"]] = _joined(made.get(one["id"], {}), one, key)
    return list(made.values())


class _Embedded:
    """Objects that refer to each other by their keys, and the ids they get."""

    def __init__(self, objects: Mapping[str, Members], seed: str) -> None:
        self._objects = objects
        self._seed = seed
        self._ids: dict[str, str] = {}
        self._underway: set[str] = set()

    def standing_alone(self, key: str) -> Members:
        members = self._objects[key]
        first = {"type": members["type"], "spec_version": "2.1", "id": self.id_of(key)}
        return first | self._referring(members, key)

    def id_of(self, key: object) -> str:
        """Return the id of the object at `key`, derived from those of the objects that contribute to it."""
        if not isinstance(key, str) or key not in self._objects:
            raise Malformed(Flaw.STIX20, "/objects", f"a reference to {str(key)[:40]!r}, which is not there")
        if key in self._underway or len(self._underway) >= _LONGEST_CHAIN:
            raise Malformed(Flaw.STIX20, f"/objects/{key}", "its id would depend on itself, or on too many")
        if key not in self._ids:
            self._underway.add(key)
            members = self._objects[key]
            parts = self._referring(contributing(members), key)
            self._ids[key] = identify(members["type"], parts, f"{self._seed} {key}")
            self._underway.remove(key)
        return self._ids[key]

    def _referring(self, members: Members, key: str) -> Members:
        try:
            written = _with_references(members, self.id_of)
        except RecursionError as error:
            raise Malformed(Flaw.DEPTH, f"/objects/{key}", "nested too deeply") from error
        return dict(written)


def _with_references(value: Any, id_of: Callable[[object], str]) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, list):
        return [_with_references(item, id_of) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: _member(name, item, id_of) for name, item in value.items()}


def _member(name: str, value: Any, id_of: Callable[[object], str]) -> Any:  # noqa: ANN401 - any JSON
    if name.endswith("_ref"):
        return id_of(value)
    if name.endswith("_refs") and isinstance(value, list):
        return [id_of(item) for item in value]
    return _with_references(value, id_of)


def _renamed(key: str, members: object) -> Members:
    if not isinstance(members, dict) or not isinstance(members.get("type"), str):
        raise Malformed(Flaw.STIX20, f"/objects/{key}", "an embedded object has a type")
    new = RENAMED.get(members["type"], {})
    taken = members.keys() & set(new.values())
    if taken or "id" in members:
        raise Malformed(Flaw.STIX20, f"/objects/{key}", "a property that only STIX 2.1 has")
    return {new.get(name, name): value for name, value in members.items()}


def _joined(first: Members, second: Members, key: str) -> Members:
    if any(second[name] != value for name, value in first.items() if name in second):
        raise Malformed(Flaw.STIX20, f"/objects/{key}", "two accounts of one thing contradict each other")
    return first | second

"""Accounts of tools, statuses and foreign servers in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tansiq.exchange.taxii import Account, Progress, Right, Secrets, Source
from tansiq.store.errors import NotThere, Taken
from tansiq.store.memory_state import State


class MemoryDoors:
    """Who may enter, by what they prove themselves, and what they may do with which drawer."""

    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, account: Account, secrets: Secrets) -> None:
        """Keep a new account. Raises `Taken` when the name, the token or the certificate is another's."""
        if account.name in self._state.tools:
            raise Taken("account", account.name)
        self._refuse_shared(account.name, secrets)
        self._state.tools[account.name] = (account, secrets)

    def account(self, name: str) -> tuple[Account, Secrets] | None:
        """Return the account of that name with its secrets, closed or not; a closed one has none."""
        return self._state.tools.get(name)

    def by_token(self, token: bytes) -> Account | None:
        """Return the account whose token has the SHA-256 `token`."""
        return next((one for one, secrets in self._state.tools.values() if secrets.token == token), None)

    def accounts(self) -> Sequence[Account]:
        """Return every account by name, the closed ones too."""
        return [account for _, (account, _) in sorted(self._state.tools.items())]

    def renew(self, name: str, secrets: Secrets) -> None:
        """Put new secrets in the place of all old ones.

        Raises `NotThere` unless there is an open account of that name, `Taken` when the token or the
        certificate is another's.
        """
        account = self._open(name)
        self._refuse_shared(name, secrets)
        self._state.tools[name] = (account, secrets)

    def close(self, name: str, *, at: int) -> None:
        """End an account and forget its secrets; its name stays taken. Raises `NotThere`."""
        if name not in self._state.tools:
            raise NotThere("account", name)
        account, _ = self._state.tools[name]
        closed = at if account.closed is None else account.closed
        self._state.tools[name] = (replace(account, closed=closed), Secrets())

    def rights(self, name: str) -> Mapping[str, Right]:
        """Return what the account may do, by drawer; a drawer in which it has no right is not among them."""
        return {drawer: right for (tool, drawer), right in self._state.rights.items() if tool == name}

    def grant(self, name: str, drawer: str, right: Right) -> None:
        """Give the account `right` in the drawer, in the place of what it had; nothing takes it away.

        Raises `NotThere` unless account and drawer are kept.
        """
        self._open(name)
        if drawer not in self._state.drawers:
            raise NotThere("drawer", drawer)
        if any(right):
            self._state.rights[name, drawer] = right
        else:
            self._state.rights.pop((name, drawer), None)

    def _open(self, name: str) -> Account:
        account, _ = self._state.tools.get(name, (None, None))
        if account is None or account.closed is not None:
            raise NotThere("account", name)
        return account

    def _refuse_shared(self, name: str, secrets: Secrets) -> None:
        for other, held in self._state.tools.values():
            tokens = secrets.token is not None and secrets.token == held.token
            certificates = secrets.certificate is not None and secrets.certificate == held.certificate
            if other.name != name and (tokens or certificates):
                raise Taken("account", name)


class MemoryStatuses:
    """What became of each POST."""

    def __init__(self, state: State) -> None:
        self._state = state

    def keep(self, status_id: str, account: str, drawer: str, document: bytes, *, at: int) -> None:
        """Keep the status of a POST of `account` into `drawer`, in the place of an earlier one of that id."""
        account, drawer, *_ = self._state.statuses.get(status_id, (account, drawer))
        self._state.statuses[status_id] = (account, drawer, document, at)

    def status(self, status_id: str) -> tuple[str, bytes] | None:
        """Return who posted, and the document, if it is kept."""
        kept = self._state.statuses.get(status_id)
        return None if kept is None else (kept[0], kept[2])

    def prune(self, *, before: int) -> int:
        """Forget what was kept earlier than `before`; returns how many."""
        old = [status_id for status_id, kept in self._state.statuses.items() if kept[3] < before]
        for status_id in old:
            self._state.statuses.pop(status_id)
        return len(old)


class MemorySources:
    """The foreign servers that this node pulls from or pushes to."""

    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, source: Source) -> None:
        """Keep a new source that was never tried. Raises `Taken` when the id is another's."""
        if source.id in self._state.sources:
            raise Taken("source", source.id)
        self._state.sources[source.id] = (source, Progress())

    def change(self, source: Source) -> None:
        """Put `source` in the place of the one of its id; its progress stays. Raises `NotThere`."""
        self._state.sources[source.id] = (source, self._kept(source.id)[1])

    def remove(self, source_id: str) -> None:
        """Forget a source and its progress. Raises `NotThere`."""
        self._kept(source_id)
        self._state.sources.pop(source_id)

    def sources(self) -> Sequence[tuple[Source, Progress]]:
        """Return every source with its progress, by id."""
        return [kept for _, kept in sorted(self._state.sources.items())]

    def advance(self, source_id: str, progress: Progress) -> None:
        """Note how far a source got. Raises `NotThere`."""
        self._state.sources[source_id] = (self._kept(source_id)[0], progress)

    def _kept(self, source_id: str) -> tuple[Source, Progress]:
        if source_id not in self._state.sources:
            raise NotThere("source", source_id)
        return self._state.sources[source_id]

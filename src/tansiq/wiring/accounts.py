"""The people who may log in to a node."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tansiq.stix import vocabularies
from tansiq.wiring import speech
from tansiq.wiring.errors import AccountTaken, PasswordTooWeak


@dataclass(frozen=True, slots=True)
class Account:
    """One person: log-in `name`, `roles` (vocabulary "roles") and `language`."""

    name: str
    roles: frozenset[str]
    language: str


class Accounts:
    """The accounts of the node whose database Django is set up for."""

    def add(self, name: str, roles: Sequence[str], password: str, *, language: str = "ar") -> Account:
        """Let `name` log in with `password`; `language` is what its pages are in.

        Raises `UnknownCode` for an unknown role, `AccountTaken`, or `PasswordTooWeak` with what to mend.
        """
        from django.contrib.auth import get_user_model  # noqa: PLC0415 - models exist once Django is set up
        from django.contrib.auth.password_validation import validate_password  # noqa: PLC0415
        from django.core.exceptions import ValidationError  # noqa: PLC0415
        from django.utils.translation import override  # noqa: PLC0415

        for role in roles:
            vocabularies.get("roles").require(role)
        users = get_user_model().objects
        if users.filter(username=name).exists():
            raise AccountTaken(name=name)
        with override(speech.language()):
            try:
                validate_password(password)
            except ValidationError as weak:
                raise PasswordTooWeak(why=" ".join(weak.messages)) from weak
        users.create_user(username=name, password=password, roles=list(roles), language=language)
        return Account(name, frozenset(roles), language)

    def all(self) -> tuple[Account, ...]:
        """Return everybody who may log in, by name."""
        from django.contrib.auth import get_user_model  # noqa: PLC0415 - models exist once Django is set up

        people = get_user_model().objects.filter(is_active=True).order_by("username")
        return tuple(Account(p.username, frozenset(p.roles), p.language) for p in people)

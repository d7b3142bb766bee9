"""Roles."""

from __future__ import annotations

import pytest

from tansiq.desk import Actor, NotAllowed, Verb, may, require
from tansiq.stix import vocabularies


@pytest.mark.parametrize("verb", list(Verb))
def test_every_verb_may_be_used_by_some_role_and_refused_to_nobody_in_particular(verb: Verb) -> None:
    roles = {code.code for code in vocabularies.get("roles").codes}
    assert any(may(Actor("x", frozenset({role})), verb) for role in roles)
    with pytest.raises(NotAllowed):
        require(Actor("x", frozenset()), verb)


def test_r26_a_supervisor_reads_and_changes_nothing() -> None:
    supervisor = Actor("x", frozenset({"supervisor"}))
    assert [verb for verb in Verb if may(supervisor, verb)] == [Verb.READ]

"""The decision as its callers see it."""

from __future__ import annotations

import logging

import pytest

from tansiq.release import Audience, Outcome, UnsafeReleaseAll, decide, may_read
from tansiq.stix import TLP
from tests.release.cast import HOME, MEMBER, NOW, OUTSIDER, SAHEL, codes, kept, marked, release, world

PERMIT = release("cyber")
RECORD = kept(
    marked("report", TLP.AMBER, PERMIT),
    audience=Audience(circles=frozenset({SAHEL}), exclusions=frozenset({OUTSIDER})),
)
WORLD = world(RECORD, kept(PERMIT))


def test_it_names_the_reader_the_object_and_the_version() -> None:
    decision = decide(RECORD, MEMBER, NOW, world=WORLD)
    named = decision.reader, decision.object_id, decision.version
    assert named == (MEMBER, RECORD.object.id, RECORD.object.version)


def test_a_release_says_why() -> None:
    assert codes(decide(RECORD, MEMBER, NOW, world=WORLD)) == ["TLP_ALLOWS", "IN_CIRCLE", "BASIS_CURRENT"]


def test_a_refusal_says_why_and_carries_nothing() -> None:
    decision = decide(RECORD, OUTSIDER, NOW, world=WORLD)
    assert (decision.outcome, codes(decision)) == (Outcome.NO, ["EXCLUDED"])
    assert (decision.released, decision.via) == (None, ())


def test_what_the_reader_may_learn_never_names_the_excluded() -> None:
    decision = decide(RECORD, MEMBER, NOW, world=WORLD)
    assert decision.released is not None
    assert OUTSIDER not in "".join(decision.via) + decision.released.value.raw.decode()


def test_our_own_people_read_what_no_partner_may() -> None:
    bare = kept(marked("report", grading=None))
    assert codes(may_read(bare, NOW, world=WORLD)) == ["HOME_READS"]
    assert decide(bare, HOME, NOW, world=WORLD).outcome is Outcome.WHOLE


def test_the_unsafe_double_says_so_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        decision = UnsafeReleaseAll()(kept(marked()), OUTSIDER, NOW, world=WORLD)
    assert decision.outcome is Outcome.WHOLE
    assert "UNSAFE" in caplog.text

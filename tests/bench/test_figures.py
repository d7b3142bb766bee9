import importlib

import pytest

from bench.figures import ASKED, MEASURES, Asked, Measure


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_every_measure_is_there(measure: Measure) -> None:
    module, _, name = measure.where.partition(":")
    assert callable(getattr(importlib.import_module(module), name))


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_every_row_asks_for_something(asked: Asked) -> None:
    assert (asked.at_least, asked.at_most, asked.share_of) != (None, None, None)


def test_what_is_enough() -> None:
    assert Asked(at_least=2).is_met(2)
    assert Asked(at_most=2).is_met(2)
    assert Asked(at_most=2).is_met(2.01) is False
    assert Asked(at_least=2).is_met(1.99) is False
    assert Asked(share_of="limit").is_met(0) is None

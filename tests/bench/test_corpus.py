from bench import corpus
from tansiq.stix import StixObject, read_bundle


def test_what_is_invented_is_valid_and_differs() -> None:
    objects = [one for one in read_bundle(corpus.bundle(100)) if isinstance(one, StixObject)]
    assert len({one.raw for one in objects}) == len({one.id for one in objects}) == 100


def test_the_same_seed_invents_the_same() -> None:
    assert corpus.bundle(10, seed=3) == corpus.bundle(10, seed=3) != corpus.bundle(10, seed=4)


def test_each_small_bundle_holds_one_report() -> None:
    read = [read_bundle(raw) for raw in corpus.bundles(3)]
    assert [[getattr(one, "type", one) for one in bundle] for bundle in read] == [["report"]] * 3


def test_noise_is_valid() -> None:
    assert all(isinstance(one, StixObject) for one in read_bundle(corpus.noise(5)))

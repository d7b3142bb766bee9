"""spec/marking.md says what the code does."""

import json
import re
from pathlib import Path

from tansiq.stix import Flaw, Grading, ReleaseMarking, parse, read_marking
from tansiq.stix import extensions as ours
from tests.stix.samples import raw

PAGE = (Path(__file__).resolve().parents[2] / "spec" / "marking.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)


def test_its_release_marking_is_read() -> None:
    marking = read_marking(parse(EXAMPLES[0].encode()))
    assert isinstance(marking, ReleaseMarking)
    assert marking.purposes == ("organised-crime", "drugs")


def test_its_grading_is_read() -> None:
    assert parse(raw(extensions=json.loads(EXAMPLES[1]))).grading == Grading.read("A2")


def test_it_names_every_code_of_refusal() -> None:
    assert [flaw for flaw in Flaw if f"`{flaw}`" not in PAGE] == []


def test_it_names_our_extensions() -> None:
    assert all(name in PAGE for name in (ours.RELEASE, ours.GRADING, ours.TLP_2, ours.PAP_1))


def test_its_steps_are_numbered_without_a_gap() -> None:
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", PAGE, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))

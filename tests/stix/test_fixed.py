import json
from typing import Any

import pytest

from tansiq.stix import PAP, TLP, Flaw, Malformed, parse, standard_marking
from tansiq.stix.fixed import GENUINE
from tests.stix.samples import raw, ref

STANDARD = (*TLP, *PAP)
WHITE = "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9"


def counterfeit(level: TLP | PAP, **members: object) -> Malformed:
    forged: dict[str, Any] = json.loads(level.marking_definition()) | members
    with pytest.raises(Malformed) as caught:
        parse(json.dumps(forged).encode())
    return caught.value


@pytest.mark.parametrize("level", STANDARD)
def test_every_level_has_its_valid_definition(level: TLP | PAP) -> None:
    obj = parse(level.marking_definition())
    assert obj.id == level.id
    assert obj.title.endswith(f":{level.upper()}")
    assert standard_marking(level.id) is level


def test_the_ids_are_those_that_oasis_fixed() -> None:
    assert TLP.AMBER_STRICT.id == "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003"
    assert TLP.RED.id == "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"
    assert PAP.AMBER.id == "marking-definition--60f8932b-e51e-4458-b265-a2e8be9a80ab"


@pytest.mark.parametrize(
    "definition", GENUINE.values(), ids=lambda definition: definition["name"] + definition["id"][-2:]
)
def test_every_genuine_definition_is_read(definition: dict[str, Any]) -> None:
    assert parse(json.dumps(definition).encode()).title == definition["name"]


def test_the_older_protocol_reads_as_its_nearest_level() -> None:
    assert TLP.of(WHITE) is TLP.CLEAR
    assert TLP.of("marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da") is TLP.GREEN
    assert TLP.of("marking-definition--f88d31f6-486f-44da-b317-01333bde0b82") is TLP.AMBER
    assert TLP.of("marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed") is TLP.RED
    assert PAP.of("marking-definition--a3bea94c-b469-41dc-9cfe-d6e7daba7730") is PAP.CLEAR


def test_any_other_id_is_no_level() -> None:
    assert TLP.of(ref("marking-definition")) is None
    assert TLP.of(PAP.RED.id) is None
    assert PAP.of(TLP.RED.id) is None
    assert standard_marking("") is None


def test_red_dressed_up_as_clear_is_refused() -> None:
    clear = json.loads(TLP.CLEAR.marking_definition())
    error = counterfeit(TLP.RED, extensions=clear["extensions"], name="TLP:CLEAR")
    assert (error.code, error.pointer) == (Flaw.MARKING, "/id")
    assert counterfeit(TLP.RED, name="TLP:GREEN").code is Flaw.MARKING


def test_a_fixed_id_with_a_definition_of_its_own_is_refused() -> None:
    assert (
        counterfeit(PAP.RED, definition_type="statement", definition={"statement": "a"}).code is Flaw.MARKING
    )


@pytest.mark.parametrize("level", [TLP.CLEAR, PAP.CLEAR])
def test_a_level_under_another_id_is_refused(level: TLP | PAP) -> None:
    assert counterfeit(level, id=ref("marking-definition")).code is Flaw.MARKING


def test_an_ordinary_marking_definition_is_left_alone() -> None:
    assert parse(raw("marking-definition")).title

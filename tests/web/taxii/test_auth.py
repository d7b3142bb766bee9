"""Who is let in: by password, token or certificate; a guess is slow, a closed account ends at once."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ssl import DER_cert_to_PEM_cert
from urllib.parse import quote

import pytest
from django.contrib.auth.hashers import check_password

from tansiq.release import Standing
from tansiq.web.taxii import auth
from tansiq.web.taxii.auth import REMEMBERED, Credentials, Gate, fingerprint
from tansiq.web.taxii.errors import TooMany, Unauthorized
from tansiq.wiring import Node, set_standing, taxii
from tests.web.served import Served
from tests.web.taxii.asking import PASSWORD, basic, bearer

PRINT = sha256(b"certificate").hexdigest()
FAR = "203.0.113.7"
Hashed = list[str]


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def gate(clock: Clock) -> Gate:
    return Gate(certificates=True, clock=clock)


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> Hashed:
    """Every password that was compared with a hash."""
    compared: Hashed = []

    def counted(password: str, encoded: str) -> bool:
        compared.append(password)
        return check_password(password, encoded)

    monkeypatch.setattr(auth, "check_password", counted)
    return compared


def enter(gate: Gate, node: Node, given: dict[str, str], address: str = FAR) -> str:
    """Ask as a request with the headers `given` would; returns who that is."""
    credentials = gate.read(given.get("authorization"), given.get("certificate"), address)
    gate.prove(node, credentials, address)
    with node.snapshot() as tx:
        return gate.admit(tx, credentials)[0].name


def refused(gate: Gate, node: Node, given: dict[str, str], address: str = FAR) -> bool:
    try:
        enter(gate, node, given, address)
    except Unauthorized:
        return True
    return False


def test_a_password_lets_in_and_a_wrong_one_does_not(gate: Gate, served: Served) -> None:
    taxii.add_account(served.node, "siem", password=PASSWORD)
    assert enter(gate, served.node, basic("siem")) == "siem"
    assert refused(gate, served.node, basic("siem", "something else"))
    assert refused(gate, served.node, basic("nobody"))


def test_a_token_lets_in_and_a_wrong_one_does_not(gate: Gate, served: Served) -> None:
    token = taxii.add_account(served.node, "siem").token
    assert enter(gate, served.node, bearer(token)) == "siem"
    assert enter(gate, served.node, {"authorization": f"BEARER  {token}"}) == "siem"
    assert refused(gate, served.node, bearer(token[:-1] + "!"))
    assert refused(gate, served.node, bearer("x" * 43))


def test_an_account_without_a_password_has_none_to_guess(gate: Gate, served: Served) -> None:
    taxii.add_account(served.node, "siem")
    assert refused(gate, served.node, basic("siem", ""))
    assert refused(gate, served.node, basic("siem", "!"))


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Basic",
        "Basic ",
        "Basic %%%",
        "Basic YQ",
        "Basic " + base64.b64encode(b"no colon").decode(),
        "Basic " + base64.b64encode(b"na me:x").decode(),
        "Basic " + base64.b64encode(b"a\0b:x").decode(),
        "Basic " + base64.b64encode(b":x").decode(),
        "Basic YTpi, Basic YTpi",
        "Bearer",
        "Bearer a b",
        "Digest username=x",
        "Bearer " + "x" * 5000,
    ],
)
def test_a_header_that_is_not_well_formed_lets_nobody_in(gate: Gate, header: str) -> None:
    with pytest.raises(Unauthorized):
        gate.read(header, None, FAR)


def test_a_password_is_hashed_once_for_many_requests(
    gate: Gate, served: Served, hashed: Hashed, clock: Clock
) -> None:
    taxii.add_account(served.node, "siem", password=PASSWORD)
    for _ in range(20):
        assert enter(gate, served.node, basic("siem")) == "siem"
    assert hashed == [PASSWORD]
    clock.now += REMEMBERED + 1
    assert enter(gate, served.node, basic("siem")) == "siem"
    assert hashed == [PASSWORD] * 2


def test_a_token_is_looked_up_anew_in_time(gate: Gate, served: Served, clock: Clock) -> None:
    given = gate.read(bearer(taxii.add_account(served.node, "siem").token)["authorization"], None, FAR)
    for _ in range(3):
        with served.node.snapshot() as tx:
            assert gate.admit(tx, given)[1] == clock.now + REMEMBERED
        clock.now += REMEMBERED + 1


def test_what_is_remembered_is_no_password(gate: Gate, served: Served) -> None:
    taxii.add_account(served.node, "siem", password=PASSWORD)
    enter(gate, served.node, basic("siem"))
    kept = repr(vars(gate))
    assert PASSWORD not in kept
    assert basic("siem")["authorization"].split()[1] not in kept


def test_closing_an_account_acts_on_the_next_request(gate: Gate, served: Served) -> None:
    token = taxii.add_account(served.node, "siem", password=PASSWORD, certificate=PRINT).token
    ways = [basic("siem"), bearer(token), {"certificate": PRINT}]
    assert [enter(gate, served.node, way, "127.0.0.1") for way in ways] == ["siem"] * 3
    taxii.close_account(served.node, "siem")
    assert all(refused(gate, served.node, way, "127.0.0.1") for way in ways)


def test_renewing_an_account_ends_what_it_had(gate: Gate, served: Served) -> None:
    before = taxii.add_account(served.node, "siem", password=PASSWORD).token
    assert enter(gate, served.node, basic("siem")) == enter(gate, served.node, bearer(before))
    after = taxii.renew_account(served.node, "siem").token
    assert refused(gate, served.node, basic("siem"))
    assert refused(gate, served.node, bearer(before))
    assert enter(gate, served.node, bearer(after)) == "siem"


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.LEFT])
def test_a_partners_account_stands_as_long_as_the_partner(
    gate: Gate, served: Served, standing: Standing
) -> None:
    member = served.member.agency.id
    token = taxii.add_account(served.node, "theirs", partner=member).token
    assert enter(gate, served.node, bearer(token)) == "theirs"
    set_standing(served.node, member, standing)
    assert refused(gate, served.node, bearer(token))


def test_a_certificate_counts_from_this_machine_alone(gate: Gate, served: Served) -> None:
    taxii.add_account(served.node, "siem", certificate=PRINT.upper())
    assert enter(gate, served.node, {"certificate": PRINT}, "127.0.0.1") == "siem"
    assert enter(gate, served.node, {"certificate": PRINT}, "::1") == "siem"
    assert refused(gate, served.node, {"certificate": PRINT}, FAR)
    assert refused(gate, served.node, {"certificate": PRINT}, "")
    assert refused(gate, served.node, {"certificate": "0" * 64}, "127.0.0.1")


def test_a_certificate_counts_only_where_the_settings_say_so(served: Served) -> None:
    taxii.add_account(served.node, "siem", certificate=PRINT)
    assert refused(Gate(), served.node, {"certificate": PRINT}, "127.0.0.1")


def test_a_proxy_may_hand_on_the_certificate_itself() -> None:
    assert fingerprint(quote(DER_cert_to_PEM_cert(b"certificate"))) == PRINT
    assert fingerprint(":".join(PRINT[at : at + 2] for at in range(0, 64, 2)).upper()) == PRINT
    for header in ("(null)", "00", "-----BEGIN CERTIFICATE-----", "x" * 64):
        with pytest.raises(Unauthorized):
            fingerprint(header)


def guess(gate: Gate, node: Node, times: int, address: str = FAR, name: str = "siem") -> list[str]:
    outcomes = []
    for number in range(times):
        try:
            enter(gate, node, basic(name, f"guess {number}"), address)
        except (Unauthorized, TooMany) as error:
            outcomes.append(type(error).__name__)
    return outcomes


def test_guessing_at_one_account_is_soon_made_to_wait(gate: Gate, served: Served) -> None:
    taxii.add_account(served.node, "siem", password=PASSWORD)
    assert guess(gate, served.node, 6) == ["Unauthorized"] * 4 + ["TooMany"] * 2
    with pytest.raises(TooMany) as wait:
        enter(gate, served.node, basic("siem"))
    assert dict(wait.value.headers)["retry-after"].isdigit()


def test_a_tool_that_works_goes_on_working_while_others_guess(
    gate: Gate, served: Served, clock: Clock
) -> None:
    taxii.add_account(served.node, "siem", password=PASSWORD)
    enter(gate, served.node, basic("siem"))
    assert "TooMany" in guess(gate, served.node, 9)
    clock.now += REMEMBERED + 1
    assert enter(gate, served.node, basic("siem")) == "siem"


def test_guessing_at_many_accounts_from_one_address_is_made_to_wait(gate: Gate, served: Served) -> None:
    found = [guess(gate, served.node, 1, name=f"tool{number}")[0] for number in range(20)]
    assert found == ["Unauthorized"] * 19 + ["TooMany"]
    assert guess(gate, served.node, 1, "203.0.113.8", "tool1") == ["Unauthorized"]


def test_the_clients_of_a_proxy_here_are_not_made_to_wait_for_each_other(gate: Gate, served: Served) -> None:
    found = [guess(gate, served.node, 1, "127.0.0.1", f"tool{number}")[0] for number in range(21)]
    assert found == ["Unauthorized"] * 21


def test_a_lockout_ends_and_a_success_ends_the_count(
    gate: Gate, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    taxii.add_account(served.node, "siem", password=PASSWORD)
    guess(gate, served.node, 5)
    monkeypatch.setattr(Node, "now", lambda _: datetime.now(UTC) + timedelta(hours=2))
    assert enter(gate, served.node, basic("siem")) == "siem"
    assert guess(gate, served.node, 3) == ["Unauthorized"] * 3


def test_a_right_password_leaves_no_line_in_the_audit_trail(gate: Gate, served: Served) -> None:
    taxii.add_account(served.node, "siem", password=PASSWORD)
    with served.node.snapshot() as tx:
        before = tx.trail.read(limit=1)
    enter(gate, served.node, basic("siem"))
    with served.node.snapshot() as tx:
        assert tx.trail.read(limit=1) == before


def test_many_credentials_do_not_fill_the_memory(
    gate: Gate, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth, "MOST", 3)
    for number in range(5):
        token = taxii.add_account(served.node, f"tool{number}").token
        assert enter(gate, served.node, bearer(token)) == f"tool{number}"
    assert len(gate._known) == 3


def test_nobody_can_be_let_in_by_nothing(gate: Gate, served: Served) -> None:
    taxii.add_account(served.node, "siem")
    with served.node.snapshot() as tx, pytest.raises(Unauthorized):
        gate.admit(tx, Credentials(b"digest"))

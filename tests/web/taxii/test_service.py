"""What a request means to the node, asked without a server."""

from __future__ import annotations

import pytest

from tansiq.store import Gone, SqlStore
from tansiq.web.taxii.auth import Gate
from tansiq.web.taxii.cache import Pages
from tansiq.web.taxii.messages import Request
from tansiq.web.taxii.service import Service
from tests.web.served import Served


@pytest.fixture
def service(served: Served) -> Service:
    return Service(served.node, Gate(), Pages())


def request(method: str = "GET") -> Request:
    return Request(method, "/taxii2/", b"", {}, "203.0.113.7")


def test_the_pulse_moves_with_every_commit(service: Service, served: Served) -> None:
    before = service.pulse()
    assert service.pulse() == before
    with served.node.store.transaction() as tx:
        tx.trail.note("-", "test", "-", at=served.node.now(), detail={})
    assert service.pulse() != before


def test_without_a_database_nothing_is_ready(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: SqlStore) -> int:
        raise Gone("gone")

    monkeypatch.setattr(SqlStore, "pulse", gone)
    assert service.pulse() is None
    assert service.ready(request(), None) is None


def test_a_database_server_is_not_asked_for_its_pulse(served: Served) -> None:
    object.__setattr__(served.node.config, "database", "postgresql://tansiq@/tansiq")
    assert Service(served.node, Gate(), Pages()).pulse() is None


@pytest.mark.parametrize("method", ["POST", "DELETE", "PUT", "get"])
def test_only_safe_methods_are_answered_from_what_is_ready(service: Service, method: str) -> None:
    assert service.ready(request(method), service.pulse()) is None


def test_every_part_of_a_request_that_its_answer_depends_on_is_in_its_digest(service: Service) -> None:
    headers: tuple[dict[bytes, bytes], ...] = (
        {},
        {b"authorization": b"x"},
        {b"accept": b"x"},
        {b"accept-encoding": b"x"},
    )
    asked = [Request("GET", "/a", b"", one, "") for one in headers]
    asked += [Request("GET", "/b", b"", {}, ""), Request("GET", "/a", b"b", {}, "")]
    asked += [Request("GET", "/a", b"", {}, "127.0.0.1"), Request("GET", "/\na", b"", {}, "")]
    assert len({service._digest(one) for one in asked}) == len(asked)

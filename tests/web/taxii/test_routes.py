"""The one table of addresses and methods."""

from __future__ import annotations

import pytest

from tansiq.web.taxii.errors import NotThere, WrongMethod
from tansiq.web.taxii.routes import ROUTES, is_for_taxii, match

COLLECTION = "/api/tansiq/collections/notes/"


@pytest.mark.parametrize(
    ("path", "method", "operation"),
    [
        ("/taxii2/", "GET", "discovery"),
        ("/taxii2", "HEAD", "discovery"),
        ("/api/tansiq/", "GET", "api-root"),
        ("/api/tansiq", "GET", "api-root"),
        ("/api/tansiq/status/7/", "GET", "status"),
        ("/api/tansiq/collections/", "GET", "collections"),
        (COLLECTION, "GET", "collection"),
        (f"{COLLECTION}manifest/", "GET", "manifest"),
        (f"{COLLECTION}objects", "POST", "add-objects"),
        (f"{COLLECTION}objects/", "GET", "objects"),
        (f"{COLLECTION}objects/a--1/", "GET", "object"),
        (f"{COLLECTION}objects/a--1/", "DELETE", "delete-object"),
        (f"{COLLECTION}objects/a--1/versions/", "GET", "versions"),
        ("/api/tansiq/openapi.json", "GET", "openapi"),
    ],
)
def test_every_address_of_the_standard_is_known(path: str, method: str, operation: str) -> None:
    assert match(path, method).operation.id == operation


def test_names_in_the_address_are_handed_on() -> None:
    assert match(f"{COLLECTION}objects/a--1/versions/", "GET")[1:] == ("notes", "a--1")
    assert match("/api/tansiq/status/7/", "GET")[1:] == ("7", "")


@pytest.mark.parametrize(
    "path",
    [
        "/taxii2//",
        "/taxii2/x",
        "/taxii/",
        "/api/",
        "/api/tansiq/collections//objects/",
        "/api/tansiq/collections/a/b/",
        "/API/tansiq/",
        "/api/tansiq/openapi.json/x",
        "/api/tansiq/collections/notes/objects/a/versions/\n",
    ],
)
def test_nothing_is_at_any_other_address(path: str) -> None:
    with pytest.raises(NotThere):
        match(path, "GET")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "TRACE", "CONNECT", "get", "", "DELETE"])
def test_another_method_is_told_which_there_are(method: str) -> None:
    with pytest.raises(WrongMethod) as refused:
        match(f"{COLLECTION}objects/", method)
    assert refused.value.headers == (("allow", "GET, HEAD, POST, OPTIONS"),)


def test_operations_have_names_of_their_own() -> None:
    names = [operation.id for route in ROUTES for operation in route.operations.values()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("path", "ours"), [("/taxii2", True), ("/taxii2/x", True), ("/api/x", True)])
def test_what_stands_below_is_taxiis(path: str, *, ours: bool) -> None:
    assert is_for_taxii(path) is ours


@pytest.mark.parametrize("path", ["/", "/taxii21", "/apis/x", "/partners"])
def test_what_stands_elsewhere_is_not(path: str) -> None:
    assert not is_for_taxii(path)

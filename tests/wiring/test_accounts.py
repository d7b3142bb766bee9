"""The people who may log in."""

import pytest
from django.contrib.auth import authenticate

from tansiq.stix import UnknownCode
from tansiq.wiring import Node
from tansiq.wiring.errors import AccountTaken, PasswordTooWeak

PASSWORD = "a lamp in seven windows"


def test_whoever_was_added_may_log_in(node: Node) -> None:
    made = node.accounts.add("mariam", ["analyst", "liaison"], PASSWORD, language="ar")
    assert node.accounts.all() == (made,)
    assert made.roles == {"analyst", "liaison"}
    assert authenticate(username="mariam", password=PASSWORD) is not None
    assert authenticate(username="mariam", password="another lamp") is None


def test_at_first_nobody_may_log_in(node: Node) -> None:
    assert node.accounts.all() == ()


def test_people_are_listed_by_name(node: Node) -> None:
    for name in ("issa", "ama"):
        node.accounts.add(name, ["analyst"], PASSWORD)
    assert [person.name for person in node.accounts.all()] == ["ama", "issa"]


def test_a_role_that_does_not_exist_is_refused(node: Node) -> None:
    with pytest.raises(UnknownCode, match="root"):
        node.accounts.add("mariam", ["root"], PASSWORD)
    assert node.accounts.all() == ()


def test_a_name_is_taken_once(node: Node) -> None:
    node.accounts.add("mariam", ["analyst"], PASSWORD)
    with pytest.raises(AccountTaken):
        node.accounts.add("mariam", ["administrator"], "another lamp in a window")
    assert authenticate(username="mariam", password=PASSWORD) is not None


@pytest.mark.parametrize("password", ["", "short", "password1234", "123456789012345"])
def test_a_password_that_would_be_guessed_is_refused(node: Node, password: str) -> None:
    with pytest.raises(PasswordTooWeak) as refused:
        node.accounts.add("mariam", ["analyst"], password)
    assert "password" in refused.value.about["why"]
    assert node.accounts.all() == ()

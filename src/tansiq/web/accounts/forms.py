"""The log-in form: Django's, behind the throttle."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any, Final

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext

from tansiq.web.accounts import throttle
from tansiq.web.accounts.errors import TooSoon
from tansiq.web.node import current_node

LONGEST_PASSWORD: Final = 1000
"""Characters; a longer one is only there to make the hashing slow."""


class LogInForm(AuthenticationForm):
    """Name and password; says the same whatever of the two is wrong."""

    def clean(self) -> dict[str, Any]:
        """Check the password, unless there were too many attempts."""
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not name or not password or len(password) > LONGEST_PASSWORD:
            raise self.get_invalid_login_error()
        node, address = current_node(), self._address()
        try:
            throttle.admit(node, name, address)
        except TooSoon as soon:
            raise ValidationError(_wait(soon.wait), code="too_soon") from soon
        cleaned = super().clean()
        throttle.succeeded(node, name, address)
        return cleaned

    def _address(self) -> str:
        return "" if self.request is None else str(self.request.META.get("REMOTE_ADDR", ""))[:64]

    def get_invalid_login_error(self) -> ValidationError:
        """Return the one sentence for a wrong name, a wrong password and an account that was closed."""
        return ValidationError(gettext("User name or password is not right."), code="invalid_login")

    def confirm_login_allowed(self, user: Any) -> None:  # noqa: ANN401 - as Django declares it
        """Refuse who may not log in any more with the same sentence as a wrong password."""
        if not user.is_active:
            raise self.get_invalid_login_error()


def _wait(left: timedelta) -> str:
    minutes = math.ceil(left.total_seconds() / 60)
    sentence = ngettext(
        "Too many attempts. Try again in %(n)s minute.",
        "Too many attempts. Try again in %(n)s minutes.",
        minutes,
    )
    return sentence % {"n": minutes}

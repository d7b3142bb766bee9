"""The way in and out, and what a person chooses for every page.

Further factors, passkeys and single sign-on are django-allauth's work: its views take the place of `LogIn`.
"""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tansiq.store.models import User
from tansiq.web.accounts.forms import LogInForm
from tansiq.web.node import current_node
from tansiq.web.visits import for_everybody
from tansiq.web.workbench.entry.context import LogInPage
from tansiq.web.workbench.frame import THEME, THEMES
from tansiq.web.workbench.parts import AgencyName, Field

SINCE: Final = "since"
"""Where the session keeps when the person last looked before it began."""
YEAR: Final = 365 * 24 * 3600


class LogIn(LoginView):
    """The log-in page; `next` leads back to this node alone, and the session gets a new key."""

    template_name = "login.html"
    form_class = LogInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ANN401 - as Django declares it
        """Begin a session that remembers when the person last looked."""
        person: User = form.get_user()
        answer = super().form_valid(form)
        self.request.session[SINCE] = None if person.last_look is None else person.last_look.isoformat()
        return answer

    def get_context_data(self, **given: Any) -> dict[str, Any]:  # noqa: ANN401 - as Django declares it
        """Return the page with what was typed, never the password."""
        context = super().get_context_data(**given)
        form: LogInForm = context["form"]
        page = LogInPage(
            agency=_home(),
            next=self.get_redirect_url(),
            username=Field(str(form.data.get("username", ""))[:150]),
            errors=tuple(str(error) for error in form.non_field_errors()),
        )
        return {**context, "page": page}


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the language that was chosen, on the person if there is one, and go back."""
    answer = _back(request)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        _set_cookie(answer, settings.LANGUAGE_COOKIE_NAME, chosen)
        if isinstance(request.user, User):
            request.user.language = chosen
            request.user.save(update_fields=["language"])
    return answer


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep the brightness that was chosen in this browser, and go back."""
    answer = _back(request)
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        _set_cookie(answer, THEME, chosen)
    return answer


def _home() -> AgencyName:
    agency = current_node().agency
    lang = translation.get_language() or settings.LANGUAGE_CODE
    return AgencyName(agency.id, agency.names[lang], agency.country)


def _back(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("next", "")
    local = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(wanted if local else "/")


def _set_cookie(answer: HttpResponse, name: str, value: str) -> None:
    answer.set_cookie(
        name, value, max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Strict"
    )


log_in = for_everybody(LogIn.as_view())
log_out = for_everybody(LogoutView.as_view())
choose_language = for_everybody(set_language)
choose_theme = for_everybody(set_theme)

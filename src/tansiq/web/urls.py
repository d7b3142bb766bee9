"""Every address of the workbench."""

from __future__ import annotations

from django.urls import path

from tansiq.web import health
from tansiq.web.accounts import views as accounts
from tansiq.web.workbench.today.view import today

urlpatterns = [
    path("", today, name="today"),
    path("login/", accounts.log_in, name="login"),
    path("logout", accounts.log_out, name="logout"),
    path("language", accounts.choose_language, name="set_language"),
    path("theme", accounts.choose_theme, name="set_theme"),
    path("healthz", health.healthz, name="healthz"),
]

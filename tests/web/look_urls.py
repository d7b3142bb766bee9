"""The names of pages that the templates link to."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def nothing(request: HttpRequest, **parts: str) -> HttpResponse:
    """Answer nothing: only the names count here."""
    return HttpResponse(f"{request.path} {parts}")


urlpatterns = [
    path("", nothing, name="today"),
    path("inbox", nothing, name="inbox"),
    path("reports", nothing, name="reports"),
    path("reports/<str:id>", nothing, name="report"),
    path("reports/<str:id>/recall", nothing, name="report_recall"),
    path("reports/<str:id>/share", nothing, name="report_share"),
    path("reports/<str:id>/correct", nothing, name="correct"),
    path("write", nothing, name="write"),
    path("partners", nothing, name="partners"),
    path("partners/<str:id>", nothing, name="partner"),
    path("partners/<str:id>/confirm", nothing, name="partner_confirm"),
    path("partners/<str:id>/suspend", nothing, name="partner_suspend"),
    path("partners/<str:id>/resume", nothing, name="partner_resume"),
    path("alarms/<int:id>/settle", nothing, name="alarm_settle"),
    path("tools", nothing, name="tools"),
    path("tools/<str:id>/run", nothing, name="tool_run"),
    path("tools/<str:id>/pause", nothing, name="tool_pause"),
    path("tools/<str:id>/resume", nothing, name="tool_resume"),
    path("tools/<str:id>/interval", nothing, name="tool_interval"),
    path("login", nothing, name="login"),
    path("logout", nothing, name="logout"),
    path("language", nothing, name="set_language"),
    path("theme", nothing, name="set_theme"),
]

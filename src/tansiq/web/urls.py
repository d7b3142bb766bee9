"""Every address of the workbench; pages are for people who have logged in unless they say otherwise."""

from __future__ import annotations

from django.urls import path, register_converter

from tansiq.web import health
from tansiq.web.accounts import views as accounts
from tansiq.web.workbench.addresses import Number, StixId
from tansiq.web.workbench.inbox.view import inbox
from tansiq.web.workbench.partners import acts as partner_acts
from tansiq.web.workbench.partners import view as partner_pages
from tansiq.web.workbench.report import acts as report_acts
from tansiq.web.workbench.report.view import report
from tansiq.web.workbench.reports.view import reports
from tansiq.web.workbench.taxii import acts as tool_acts
from tansiq.web.workbench.taxii.view import tools
from tansiq.web.workbench.today.view import today
from tansiq.web.workbench.write.correction import correct
from tansiq.web.workbench.write.view import write

register_converter(StixId, "stix")
register_converter(Number, "number")

urlpatterns = [
    path("", today, name="today"),
    path("inbox", inbox, name="inbox"),
    path("reports", reports, name="reports"),
    path("reports/<stix:object_id>", report, name="report"),
    path("reports/<stix:object_id>/correct", correct, name="correct"),
    path("reports/<stix:object_id>/recall", report_acts.recall, name="report_recall"),
    path("reports/<stix:object_id>/share", report_acts.share, name="report_share"),
    path("write", write, name="write"),
    path("partners", partner_pages.partners, name="partners"),
    path("partners/<stix:agency>", partner_pages.partner, name="partner"),
    path("partners/<stix:agency>/confirm", partner_acts.confirm, name="partner_confirm"),
    path("partners/<stix:agency>/suspend", partner_acts.suspend, name="partner_suspend"),
    path("partners/<stix:agency>/resume", partner_acts.resume, name="partner_resume"),
    path("circles", partner_acts.create_circle, name="circle_create"),
    path("circles/<stix:circle>/add", partner_acts.add_member, name="circle_add"),
    path("circles/<stix:circle>/remove", partner_acts.remove_member, name="circle_remove"),
    path("alarms/<number:number>/settle", partner_acts.settle, name="alarm_settle"),
    path("tools", tools, name="tools"),
    path("tools/<uuid:source>/run", tool_acts.run, name="tool_run"),
    path("tools/<uuid:source>/pause", tool_acts.pause, name="tool_pause"),
    path("tools/<uuid:source>/resume", tool_acts.resume, name="tool_resume"),
    path("tools/<uuid:source>/interval", tool_acts.change_interval, name="tool_interval"),
    path("login/", accounts.log_in, name="login"),
    path("logout", accounts.log_out, name="logout"),
    path("language", accounts.choose_language, name="set_language"),
    path("theme", accounts.choose_theme, name="set_theme"),
    path("healthz", health.healthz, name="healthz"),
    path("metrics", health.metrics, name="metrics"),
]

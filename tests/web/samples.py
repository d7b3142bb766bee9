"""Every page filled with invented values, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from tansiq.web.workbench.entry.context import LogInPage
from tansiq.web.workbench.inbox.context import Filters, InboxPage
from tansiq.web.workbench.partners.context import (
    Basis,
    CircleLine,
    Member,
    PartnerLine,
    PartnerPage,
    PartnersPage,
    Way,
)
from tansiq.web.workbench.parts import Choice, Coded, Field
from tansiq.web.workbench.report.context import (
    Acts,
    Audience,
    Facts,
    Marking,
    Recall,
    ReportPage,
    Told,
    Version,
    Why,
    WithdrawnPage,
)
from tansiq.web.workbench.report.diff import word_diff
from tansiq.web.workbench.reports.context import OwnLine, ReportsPage
from tansiq.web.workbench.taxii.context import DrawerRow, SourceCard, ToolRight, ToolRow, ToolsPage
from tansiq.web.workbench.today.context import Counts, Silent, TodayPage, Waiting
from tansiq.web.workbench.write.context import ReportForm, WritePage
from tests.web.cast import BODY, NOW, REPORT_ID, TITLES, Cast, named, paging, until

HREF: Final = f"/reports/{REPORT_ID}"
EARLIER: Final = BODY.value.replace("140", "90").replace("أربعة رجال", "ثلاثة رجال")
FINGERPRINT: Final = ("7F3A", "09C2", "E1D4", "55B0", "A8F7", "2C61", "904E", "D3BB")


@dataclass(frozen=True, slots=True)
class Sample:
    """A template with what fills it; `at` is its key in the navigation, empty outside of it."""

    template: str
    page: object = None
    at: str = ""


def today(cast: Cast) -> Sample:
    waiting = (
        Waiting(
            "recall",
            HREF,
            NOW - timedelta(hours=9),
            TITLES[5],
            cast.agency("coast"),
            NOW - timedelta(hours=1),
        ),
        Waiting(
            "receipt",
            HREF,
            NOW - timedelta(minutes=50),
            TITLES[0],
            cast.agency("desert"),
            NOW + timedelta(hours=3),
        ),
        Waiting("pairing", "/partners/x", NOW - timedelta(days=2), None, cast.agency("desert")),
    )
    page = TodayPage(
        counts=Counts(unread=3, received=87, written=12, receipts_outstanding=2, partners=3),
        since=NOW - timedelta(hours=14),
        alarms=cast.alarms(),
        waiting=waiting,
        arrived=tuple(cast.line(number) for number in range(5)),
        arrived_total=19,
        silent=(Silent(cast.agency("coast"), NOW - timedelta(hours=31)), Silent(cast.agency("desert"), None)),
    )
    return Sample("today.html", page, "today")


def calm(cast: Cast) -> Sample:
    return Sample("today.html", TodayPage(counts=Counts(0, 0, 0, 0, len(cast.lang))), "today")


def filters(cast: Cast, *, q: str = "") -> Filters:
    tlps = tuple(
        Choice(code, f"TLP:{code.upper()}") for code in ("clear", "green", "amber", "amber+strict", "red")
    )
    kinds = tuple(Choice(kind.code, kind.label) for kind in map(cast.kind, ("report", "incident")))
    return Filters(
        partner=named(tuple(map(cast.agency, ("sahel", "coast", "desert")))),
        circle=named(tuple(map(cast.circle, ("sahel", "routes")))),
        type=Field(choices=kinds),
        tlp=Field(choices=tlps),
        q=Field(q),
        unread=Field(),
    )


def inbox(cast: Cast) -> Sample:
    rows = tuple(cast.line(number) for number in range(8))
    return Sample("inbox.html", InboxPage(rows, filters(cast), paging()), "inbox")


def inbox_filtered(cast: Cast) -> Sample:
    return Sample("inbox.html", InboxPage((), filters(cast, q="جمارك"), replace(paging(), total=0)), "inbox")


def inbox_empty(cast: Cast) -> Sample:
    return Sample(
        "inbox.html", InboxPage((), filters(cast), replace(paging(), total=0), empty_node=True), "inbox"
    )


def reports(cast: Cast) -> Sample:
    ways = ((2, 2), (3, 1), (0, 0), (2, 2), (1, 0))
    rows = tuple(
        OwnLine(
            report=replace(cast.line(number), sender=None, unread=False),
            circles=(cast.circle("sahel"),) if told else (),
            agencies=(cast.agency("desert"),) if told == 3 else (),
            excluded=(cast.agency("coast"),) if number == 0 else (),
            told=told,
            verified=verified,
        )
        for number, (told, verified) in enumerate(ways)
    )
    return Sample("reports.html", ReportsPage(rows, filters(cast), paging()), "reports")


def facts(cast: Cast) -> Facts:
    return Facts(
        kind=cast.kind("report"),
        statement=cast.coded("statement-kinds", "fact"),
        event=cast.coded("events", "trafficking-fuel-gold"),
        offence=cast.coded("offences", "0905"),
        place=cast.pick(("أغاديز", "Agadez", "Agadez")),
        country=cast.pick(("النيجر", "Niger", "Niger")),
        happened=NOW - timedelta(days=2),
        published=NOW - timedelta(hours=26),
    )


def marking(cast: Cast) -> Marking:
    return Marking(
        tlp="amber",
        pap="green",
        purposes=(cast.coded("purposes", "organised-crime"), cast.coded("purposes", "border-security")),
        handling=cast.coded("handling", "H1"),
        retention=until(),
    )


def told(cast: Cast) -> tuple[Told, ...]:
    because = cast.pick(
        ("تشمله الدائرة: الساحل.", "Membre du cercle « Sahel ».", "It belongs to the circle “Sahel”.")
    )
    barred = cast.pick(
        (
            "استثنته الجهة المصدرة بالاسم.",
            "Le service d’origine l’a exclu.",
            "The originator excluded it by name.",
        )
    )
    hour = timedelta(hours=1)
    return (
        Told(cast.agency("sahel"), "whole", (because,), NOW - 26 * hour, NOW - 25.98 * hour),
        Told(cast.agency("desert"), "whole", (because,), NOW - 26 * hour),
        Told(cast.agency("coast"), "no", (barred,)),
    )


def own_report(cast: Cast) -> Sample:
    home = cast.agency("home")
    versions = (
        Version(2, NOW - timedelta(hours=20), home, current=True, changes=word_diff(EARLIER, BODY.value)),
        Version(1, NOW - timedelta(hours=26), home),
    )
    coast = cast.agency("coast")
    why = Why(coast, "no", tuple((4, reason) for reason in told(cast)[2].reasons))
    page = ReportPage(
        id=REPORT_ID,
        title=TITLES[0],
        text=BODY,
        originator=home,
        marking=marking(cast),
        facts=facts(cast),
        versions=versions,
        ours=True,
        state="corrected",
        grade=cast.grade("A2"),
        precedence=cast.coded("precedence", "priority"),
        audience=Audience((cast.circle("sahel"),), (), (coast,)),
        told=told(cast),
        why=why,
        acts=Acts(
            correct=True,
            recall=True,
            reason=Field(choices=cast.choices("recall-reasons")),
            partner=named(tuple(map(cast.agency, ("sahel", "coast", "desert"))), coast.id),
            share=named((cast.circle("routes"),)),
        ),
        live=True,
    )
    return Sample("report.html", page, "reports")


def recalled_report(cast: Cast) -> Sample:
    page = own_report(cast).page
    assert isinstance(page, ReportPage)
    lines = (
        replace(page.told[0], recall="erased", recalled=NOW - timedelta(minutes=4)),
        replace(page.told[1], recall="outstanding", overdue=True),
        page.told[2],
    )
    recall = Recall(
        NOW - timedelta(minutes=5), cast.agency("home"), cast.coded("recall-reasons", "inaccurate"), 1, 2
    )
    done = replace(page, state="recalled", told=lines, recall=recall, why=None, acts=Acts(), live=False)
    return Sample("report.html", done, "reports")


def foreign_report(cast: Cast) -> Sample:
    page = own_report(cast).page
    assert isinstance(page, ReportPage)
    sender = cast.agency("sahel")
    foreign = replace(
        page,
        originator=sender,
        title=TITLES[1],
        ours=False,
        state="current",
        versions=(Version(1, NOW - timedelta(hours=26), sender, current=True),),
        audience=None,
        told=(),
        why=None,
        acts=Acts(),
        live=False,
        arrived=NOW - timedelta(minutes=12),
        via=(cast.circle("sahel"),),
    )
    return Sample("report.html", foreign, "inbox")


def withdrawn(cast: Cast) -> Sample:
    recall = Recall(
        NOW - timedelta(hours=3), cast.agency("sahel"), cast.coded("recall-reasons", "source-at-risk")
    )
    moments = (NOW - timedelta(days=2), NOW - timedelta(hours=3), NOW - timedelta(hours=3))
    return Sample("withdrawn.html", WithdrawnPage(REPORT_ID, recall, *moments), "inbox")


def form(cast: Cast) -> ReportForm:
    languages = (("ar", "العربية"), ("fr", "Français"), ("en", "English"))
    partners = tuple(map(cast.agency, ("sahel", "coast", "desert")))
    circles = tuple(map(cast.circle, ("sahel", "routes")))
    kinds = tuple(map(cast.kind, ("report", "incident")))
    return ReportForm(
        kind=Field(choices=tuple(Choice(kind.code, kind.label, kind.code == "report") for kind in kinds)),
        lang=Field(choices=tuple(Choice(code, name, code == cast.lang) for code, name in languages)),
        event=Field(choices=cast.choices("events")),
        purpose=Field(choices=cast.choices("purposes")),
        source=Field(choices=cast.choices("grading-source")),
        information=Field(choices=cast.choices("grading-information")),
        tlp=Field(choices=cast.choices("tlp")),
        precedence=Field(choices=cast.choices("precedence")[:3]),
        circles=named(circles),
        agencies=named(partners),
        exclude=named(partners),
        retention=Field(date(2031, 7, 23).isoformat()),
    )


def write(cast: Cast) -> Sample:
    return Sample("write.html", WritePage(form(cast)), "write")


def write_wrong(cast: Cast) -> Sample:
    missing = cast.pick(("اختر غرضًا.", "Choisissez une finalité.", "Choose a purpose."))
    blank = form(cast)
    wrong = replace(blank, purpose=replace(blank.purpose, errors=(missing,)), title=Field(errors=(missing,)))
    return Sample("write.html", WritePage(wrong), "write")


def correct(cast: Cast) -> Sample:
    filled = replace(
        form(cast),
        title=Field(TITLES[0].value),
        text=Field(BODY.value),
        source=Field(choices=cast.choices("grading-source", "A")),
        information=Field(choices=cast.choices("grading-information", "2")),
        tlp=Field(choices=cast.choices("tlp", "amber")),
    )
    return Sample("write.html", WritePage(filled, corrects=REPORT_ID, corrected=TITLES[0]), "write")


def partner_line(cast: Cast, key: str) -> PartnerLine:
    quiet = key == "coast"
    labels = ("نشطة", "Actif", "Active")
    standing = cast.pick(("معلّقة", "Suspendu", "Suspended") if quiet else labels)
    return PartnerLine(
        agency=cast.agency(key),
        standing=replace(cast.kind("report"), code="suspended" if quiet else "active", label=standing),
        confirmed=key != "desert",
        told=Way(1284, 1284 if key == "sahel" else 1240, NOW - timedelta(minutes=3)),
        heard=Way(902, 902, NOW - timedelta(minutes=3)),
        contact=NOW - timedelta(hours=31) if quiet else NOW - timedelta(seconds=20),
        lag=None if key == "sahel" else 4100.0,
        alarms=1 if quiet else 0,
    )


def partners(cast: Cast) -> Sample:
    members = tuple(
        Member(cast.agency(key), None if key == "home" else NOW - timedelta(days=90), key == "home")
        for key in ("home", "sahel", "coast")
    )
    circles = (
        CircleLine(cast.circle("sahel"), cast.agency("sahel"), 3, members),
        CircleLine(cast.circle("routes"), cast.agency("coast"), 1, members[:2]),
    )
    lines = tuple(partner_line(cast, key) for key in ("sahel", "coast", "desert"))
    return Sample("partners.html", PartnersPage(lines, circles, FINGERPRINT), "partners")


def partners_none(cast: Cast) -> Sample:
    return Sample("partners.html", PartnersPage((), (), FINGERPRINT[: len(cast.lang)]), "partners")


def partner(cast: Cast, key: str = "desert") -> Sample:
    instrument = cast.pick(("اتفاق ثنائي رقم 14", "Accord bilatéral no 14", "Bilateral agreement 14"))
    names = tuple((lang, Cast(lang).agency(key).name) for lang in ("ar", "fr", "en"))
    page = PartnerPage(
        line=partner_line(cast, key),
        names=names,
        fingerprint=FINGERPRINT,
        url="https://node.example:8443",
        alarms=cast.alarms() if key == "coast" else (),
        circles=(cast.circle("sahel"),),
        bases=(
            Basis(instrument, (), date(2025, 1, 1)),
            Basis(instrument, (), date(2020, 1, 1), date(2024, 12, 31), current=False),
        ),
        may_confirm=True,
        may_suspend=True,
    )
    return Sample("partner.html", page, "partners")


def partner_suspended(cast: Cast) -> Sample:
    return partner(cast, "coast")


def login(cast: Cast) -> Sample:
    return Sample("login.html", LogInPage(cast.agency("home")))


def login_wrong(cast: Cast) -> Sample:
    sentence = cast.pick(
        ("الاسم أو كلمة السر غير صحيحة.", "Nom ou mot de passe inexact.", "Wrong name or password.")
    )
    return Sample("login.html", LogInPage(cast.agency("home"), "/inbox", Field("salma"), (sentence,)))


def tools(cast: Cast) -> Sample:
    every = Field(choices=(Choice("900", "15", chosen=True), Choice("by-hand", "-")))
    well, ill = ("على ما يرام", "en ordre", "in order"), ("متعثّر", "en difficulté", "in trouble")
    said = cast.pick(("تعذّر الوصول.", "Hors d’atteinte.", "Out of reach."))
    card = SourceCard(
        id="00000011-0000-4000-8000-000000000000",
        url="https://taxii.example/api/collections/alerts/",
        fetched=True,
        state=Coded("ok", cast.pick(well)),
        objects=41_000,
        interval=every,
        drawer="Alerts",
        every=900,
        succeeded=NOW - timedelta(minutes=4),
    )
    troubled = replace(
        card,
        id="00000022-0000-4000-8000-000000000000",
        fetched=False,
        state=Coded("trouble", cast.pick(ill)),
        drawer="",
        partner=cast.agency("coast"),
        again=NOW + timedelta(minutes=8),
        trouble=said,
    )
    reads = ToolRight("Alerts", cast.pick(("تقرأ", "lit", "reads")))
    token = cast.pick(("رمز الدخول", "jeton", "token"))
    page = ToolsPage(
        sources=(card, troubled),
        drawers=(DrawerRow("Alerts", "coast", 41_000, terms=False), DrawerRow("Told", "told", 7, terms=True)),
        tools=(
            ToolRow("siem", None, only_drawers=False, proofs=(token,), rights=(reads,)),
            ToolRow("theirs", cast.agency("coast"), only_drawers=True, proofs=(token,), rights=()),
        ),
        may_change=True,
    )
    return Sample("taxii.html", page, "tools")


def tools_empty(_: Cast) -> Sample:
    return Sample("taxii.html", ToolsPage((), (), ()), "tools")


SAMPLES: Final[Mapping[str, Callable[[Cast], Sample]]] = {
    make.__name__: make
    for make in (
        login,
        login_wrong,
        today,
        calm,
        inbox,
        inbox_filtered,
        inbox_empty,
        reports,
        own_report,
        recalled_report,
        foreign_report,
        withdrawn,
        write,
        write_wrong,
        correct,
        partners,
        partners_none,
        partner,
        partner_suspended,
        tools,
        tools_empty,
    )
}
ERRORS: Final = ("403.html", "403_csrf.html", "404.html", "500.html")

"""The invented people, reports and codes that fill the pages of these tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal

from tansiq.stix import vocabularies
from tansiq.web.workbench.parts import (
    AgencyName,
    Alarm,
    Choice,
    CircleName,
    Coded,
    Field,
    Frame,
    Grade,
    Notice,
    Paging,
    ReportLine,
    Text,
)

Lang = Literal["ar", "fr", "en"]

NOW: Final = datetime(2026, 7, 23, 7, 40, tzinfo=UTC)
HOME_ID: Final = "identity--11111111-1111-4111-8111-111111111111"
REPORT_ID: Final = "report--0f5c7b0a-58a4-4e0f-9d7e-6d0b6f3e2a11"
AGENCIES: Final = {
    "home": (
        "MA",
        "المكتب المغاربي للتنسيق",
        "Bureau maghrébin de coordination",
        "Maghreb Coordination Office",
    ),
    "sahel": ("NE", "مركز الساحل لليقظة", "Centre sahélien de veille", "Sahel Watch Centre"),
    "coast": ("GH", "وحدة الساحل الغربي للاتصال", "Cellule de liaison du littoral", "Coastal Liaison Unit"),
    "desert": ("MR", "خلية مسالك الصحراء", "Cellule des pistes du désert", "Desert Routes Cell"),
}
CIRCLES: Final = {
    "sahel": ("الساحل", "Sahel", "Sahel"),
    "routes": ("مسالك الصحراء والساحل", "Routes du désert et du littoral", "Coast and desert routes"),
}
TITLES: Final = (
    Text("شاحنتان محمّلتان بالوقود تسلكان مسلكاً غير معتاد شمال أغاديز", "ar"),
    Text("Trois motos volées retrouvées près de Tillabéri", "fr"),
    Text("Fishing boat without papers stopped off Tema", "en"),
    Text("حجز كمية من الذخيرة مخبأة في حمولة تمر قرب سبها", "ar"),
    Text("Point de situation hebdomadaire : axe Gao – Ménaka, du 13 au 19 juillet", "fr"),
    Text("Arrest of two men with forged customs seals at Kaya", "en"),
    Text("محاولة تسلل إلى شبكة مكتب الجمارك في نواذيبو", "ar"),
    Text("Bétail volé : quarante têtes signalées au marché de Dori", "fr"),
)
BODY: Final = Text(
    "أفاد مصدر موثوق عادةً بأن شاحنتين محمّلتين بالوقود غادرتا أغاديز ليلة 21 يوليوز باتجاه الشمال.\n"
    "سلكتا مسلكاً لا تستعمله القوافل التجارية في هذا الفصل، ثم توقفتا عند بئر مهجورة على بعد 140 كيلومتراً.\n"
    "كان في انتظارهما أربعة رجال في مركبة رباعية الدفع. لم تُعرف هويتهم ولم يُشاهد معهم سلاح.\n"
    "نقدّر أن الوقود موجّه إلى ورشة تنقيب غير مرخصة، ونطلب من الشركاء ما لديهم عن حركة مماثلة منذ مطلع الشهر.",
    "ar",
)


@dataclass(frozen=True, slots=True)
class Cast:
    """The invented people and codes of the pages, named in language `lang`."""

    lang: Lang

    def pick(self, names: tuple[str, ...]) -> str:
        return names[("ar", "fr", "en").index(self.lang)]

    def agency(self, key: str) -> AgencyName:
        country, *names = AGENCIES[key]
        place = list(AGENCIES).index(key) + 1
        return AgencyName(HOME_ID.replace("1", str(place)), self.pick(tuple(names)), country)

    def circle(self, key: str) -> CircleName:
        return CircleName(f"circle-{key}", self.pick(CIRCLES[key]))

    def coded(self, vocabulary: str, code: str) -> Coded:
        term = next(term for term in vocabularies.get(vocabulary).codes if term.code == code)
        return Coded(code, str(getattr(term, self.lang)))

    def grade(self, letters: str) -> Grade:
        source, information = letters[0], letters[1]
        return Grade(self.coded("grading-source", source), self.coded("grading-information", information))

    def kind(self, code: str) -> Coded:
        labels = {"report": ("تقرير", "Rapport", "Report"), "incident": ("حادث", "Incident", "Incident")}
        return Coded(code, self.pick(labels[code]))

    def choices(self, vocabulary: str, *chosen: str) -> tuple[Choice, ...]:
        codes = vocabularies.get(vocabulary).codes
        return tuple(Choice(term.code, str(getattr(term, self.lang)), term.code in chosen) for term in codes)

    def line(self, number: int) -> ReportLine:
        sender = self.agency(("sahel", "coast", "desert")[number % 3])
        urgent = ("flash", "routine", "priority", "immediate", "routine", "routine", "routine", "routine")[
            number
        ]
        return ReportLine(
            id=REPORT_ID.replace("0f5c", f"0f5{number}"),
            title=TITLES[number],
            type=self.kind("report" if number % 2 else "incident"),
            tlp=("amber", "green", "clear", "amber+strict", "red", "green", "amber", "green")[number],
            at=NOW - timedelta(minutes=7 + 13 * 5**number // 4),
            sender=sender,
            circles=(self.circle("sahel"),) if number % 2 else (self.circle("sahel"), self.circle("routes")),
            place=self.pick(("أغاديز", "Agadez", "Agadez")) if number % 2 == 0 else "",
            happened=NOW - timedelta(days=number),
            precedence=self.coded("precedence", urgent),
            grade=self.grade(("A2", "B3", "C3", "B2", "A1", "F6", "B2", "C4")[number]),
            unread=number < 3,
            state=("current", "current", "corrected", "current", "current", "recalled", "current", "current")[
                number
            ],
        )

    def alarms(self) -> tuple[Alarm, ...]:
        sentence = self.pick(
            (
                "عرض السجل نسختين مختلفتين من تاريخ واحد تحت توقيع واحد.",
                "Le journal montre deux histoires différentes sous une même signature.",
                "The feed shows two different histories under one signature.",
            )
        )
        href = f"/partners/{self.agency('coast').id}"
        return (Alarm(sentence, NOW - timedelta(hours=2), self.agency("coast"), href, id=4),)

    def frame(self, page: str, theme: Literal["auto", "light", "dark"] = "auto") -> Frame:
        return Frame(
            agency=self.agency("home"),
            user="salma",
            role=self.coded("roles", "liaison").label,
            page=page,
            now=NOW,
            unread=3,
            alarms=1,
            theme=theme,
            notices=(Notice("done", self.pick(("حُفظ.", "Enregistré.", "Kept."))),) if page == "write" else (),
        )


def paging() -> Paging:
    return Paging(total=1284, newer="", older="before=1200")


def named(many: tuple[AgencyName | CircleName, ...], *chosen: str) -> Field:
    return Field(choices=tuple(Choice(one.id, one.name, one.id in chosen) for one in many))


def until() -> date:
    return date(2031, 7, 23)

"""`tansiq codes`: the closed lists that the other commands take their codes from."""

from __future__ import annotations

import click

from tansiq.cli.answer import Answer, answers, table
from tansiq.stix import vocabularies


@click.command("codes")
@click.argument("name", metavar="[LIST]", required=False)
@answers
def codes(name: str | None) -> Answer:
    """Show the codes of LIST in Arabic, French and English, or the names of all lists."""
    if name is None:
        names = sorted(vocabularies.names())
        return Answer({"lists": names}, names)
    rows = [{"code": c.code, "ar": c.ar, "fr": c.fr, "en": c.en} for c in vocabularies.get(name).codes]
    lines = table(("CODE", "EN", "FR", "AR"), [(r["code"], r["en"], r["fr"], r["ar"]) for r in rows])
    return Answer({"codes": rows}, lines)


COMMANDS = (codes,)

"""`tansiq partner …`: pairing with other agencies, and how it stands with each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import orjson

from tansiq.cli.answer import Answer, answers, moment, table
from tansiq.release import Standing
from tansiq.wiring import PartnerState, open_node, partner_states, set_standing
from tansiq.wiring import accept as accept_document
from tansiq.wiring import confirm as confirm_partner
from tansiq.wiring import invite as make_invitation


@click.group("partner")
def partner() -> None:
    """Pair with other agencies: invite, accept, read the fingerprint to each other."""


@partner.command("invite")
@click.option("--url", help="Where partners reach this node; else what `tansiq serve` last announced.")
@answers
def invite(url: str | None) -> Answer:
    """Print an invitation for one agency; it accepts it and sends back the reply."""
    node = open_node()
    document = make_invitation(node, url=url)
    click.echo(f"Fingerprint to read aloud: {node.fingerprint}", err=True)
    if document["address"]["url"] is None:
        click.echo("This node has no address yet: start `tansiq serve` first, or give --url.", err=True)
    return Answer(document, [orjson.dumps(document, option=orjson.OPT_INDENT_2).decode()])


@partner.command("accept")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--fingerprint", help="The partner's fingerprint as its officer read it to you; refused when it differs."
)
@click.option("--url", help="Where partners reach this node; else what `tansiq serve` last announced.")
@answers
def accept(file: Path, fingerprint: str | None, url: str | None) -> Answer:
    """Accept an invitation and print the reply, or accept the reply and be paired."""
    node = open_node()
    accepted = accept_document(node, file.read_bytes(), fingerprint=fingerprint, url=url)
    click.echo(f"Paired with {accepted.name}. Its fingerprint: {accepted.fingerprint}", err=True)
    document = accepted.document
    return Answer(document, [orjson.dumps(document, option=orjson.OPT_INDENT_2).decode()])


@partner.command("list")
@answers
def list_() -> Answer:
    """List partners with their standing, feeds, receipts and alarms."""
    states = partner_states(open_node())
    heads = ("PARTNER", "STANDING", "TOLD", "RECEIVED THERE", "HEARD", "LAST CONTACT", "ALARMS")
    return Answer(
        {"partners": [_row(state) for state in states]},
        table(heads, [_line(state) for state in states])
        if states
        else ["No partner yet: tansiq partner invite --json > invitation"],
    )


def _line(state: PartnerState) -> tuple[str, ...]:
    contact = "never" if state.contact is None else state.contact.strftime("%Y-%m-%d %H:%M")
    counts = (str(state.told), str(state.received), str(state.heard))
    return (
        state.partner.agency.names["en"],
        state.partner.standing.value,
        *counts,
        contact,
        str(len(state.alarms)),
    )


@partner.command("confirm")
@click.argument("agency")
@click.option("--fingerprint", required=True, help="The fingerprint as the partner's officer read it to you.")
@answers
def confirm(agency: str, fingerprint: str) -> Answer:
    """Record that two people have read AGENCY's fingerprint to each other."""
    agency_id = confirm_partner(open_node(), agency, fingerprint)
    return Answer({"agency": agency_id, "confirmed": True}, [f"The fingerprint of {agency} is confirmed."])


@partner.command("suspend")
@click.argument("agency")
@answers
def suspend(agency: str) -> Answer:
    """Tell AGENCY nothing more and hear nothing from it, keeping all evidence (R27)."""
    return _standing(agency, Standing.SUSPENDED)


@partner.command("resume")
@click.argument("agency")
@answers
def resume(agency: str) -> Answer:
    """Take a suspended AGENCY back."""
    return _standing(agency, Standing.ACTIVE)


@partner.command("exit")
@click.argument("agency")
@answers
def exit_(agency: str) -> Answer:
    """End the partnership with AGENCY for good."""
    return _standing(agency, Standing.LEFT)


def _standing(agency: str, standing: Standing) -> Answer:
    agency_id = set_standing(open_node(), agency, standing)
    return Answer({"agency": agency_id, "standing": standing.value}, [f"{agency}: {standing.value}"])


def _row(state: PartnerState) -> dict[str, Any]:
    agency = state.partner.agency
    return {
        "id": agency.id,
        "name": agency.names["en"],
        "names": dict(agency.names),
        "country": agency.country,
        "standing": state.partner.standing.value,
        "fingerprint": state.fingerprint,
        "confirmed": state.partner.confirmed,
        "url": state.partner.address.url,
        "contact": moment(state.contact),
        "feed_out": {"size": state.told, "received": state.received, "receipt_at": moment(state.receipt_at)},
        "feed_in": {"size": state.heard, "receipted": state.receipted},
        "alarms": [{"code": a.code, "about": dict(a.about), "at": a.at.isoformat()} for a in state.alarms],
    }


COMMANDS = (partner,)

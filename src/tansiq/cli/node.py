"""The commands about the node itself: `init`, `serve`, `sync`, `fsck` and `check`."""

from __future__ import annotations

import click

from tansiq.cli.answer import Answer, answers, explaining, table
from tansiq.wiring import Serving, check_node, create_node, fsck_node, home_folder, open_node, sync_node
from tansiq.wiring import serve as serve_node


@click.command("init")
@click.option("--name-en", required=True, help="The agency's name in English.")
@click.option("--name-fr", required=True, help="The agency's name in French.")
@click.option("--name-ar", required=True, help="The agency's name in Arabic.")
@click.option("--country", required=True, help="ISO 3166-1 alpha-2, such as MA.")
@click.option("--database", help="A PostgreSQL URL; SQLite in the node's folder when not given.")
@answers
def init(name_en: str, name_fr: str, name_ar: str, country: str, database: str | None) -> Answer:
    """Found a node in TANSIQ_HOME: keys, database and the agency's identity."""
    names = {"en": name_en, "fr": name_fr, "ar": name_ar}
    node = create_node(home_folder(), names=names, country=country, database=database)
    data = {
        "id": node.agency.id,
        "agency": node.agency.id,
        "names": names,
        "country": node.agency.country,
        "home": str(node.home),
        "fingerprint": node.fingerprint,
    }
    lines = [
        f"{name_en} has a node in {node.home}.",
        f"Agency: {node.agency.id}",
        f"Fingerprint: {node.fingerprint}",
        "Next: tansiq account add NAME --role administrator --password-file F, then tansiq serve --port 8400",
    ]
    return Answer(data, lines)


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), help="The port to listen on; 0 picks a free one.")
@click.option("--host", help="The address to listen on; off loopback TLS is used.")
@click.option("--url", help="Where partners reach this node, when it is not http://127.0.0.1:PORT.")
def serve(port: int | None, host: str | None, url: str | None) -> None:
    """Run the node: workbench, feeds and the courier, until Ctrl-C or TERM."""
    with explaining():
        serve_node(
            open_node(), Serving(host=host, port=port, url=url), ready=lambda at: click.echo(f"ready {at}")
        )


@click.command("sync")
@click.argument("agency", required=False)
@answers
def sync(agency: str | None) -> Answer:
    """Fetch now what AGENCY, or every partner, has for us, and send receipts."""
    results = sync_node(open_node(), agency)
    rows = [
        {
            "agency": r.agency,
            "name": r.name,
            "entries": r.entries,
            "refused": r.refused,
            "error": None if r.error is None else {"code": r.error.code, "sentence": r.error.sentence},
        }
        for r in results
    ]
    lines = [
        f"{r.name}: {r.error.sentence}" if r.error else f"{r.name}: {r.entries} new, {r.refused} refused"
        for r in results
    ]
    ok = all(r.error is None for r in results)
    return Answer({"partners": rows}, lines or ["No partner to sync with yet."], ok=ok)


@click.command("fsck")
@answers
def fsck() -> Answer:
    """Check every log, signature, receipt and object that this node keeps."""
    report = fsck_node(open_node())
    rows = [{"code": f.code, "where": f.where, "detail": f.detail} for f in report.findings]
    data = {
        "ok": not rows,
        "feeds": report.feeds,
        "entries": report.entries,
        "objects": report.objects,
        "problems": rows,
    }
    counts = f"{report.feeds} feeds, {report.entries} entries, {report.objects} objects"
    lines = [f"All is well: {counts}."] if not rows else [f"{len(rows)} problems in {counts}:"]
    return Answer(data, [*lines, *(f"{r['where']}: {r['code']}: {r['detail']}" for r in rows)], ok=not rows)


@click.command("check")
@answers
def check() -> Answer:
    """Check the settings, keys, folder and database before a start."""
    results = check_node(home_folder())
    rows = [{"id": r.id, "ok": r.ok, "said": r.said} for r in results]
    lines = table(
        ("CHECK", "", "WHAT"),
        [(r.id, "ok" if r.ok else "FAILED", r.said) for r in results],
    )
    ok = all(r.ok for r in results)
    return Answer({"ok": ok, "checks": rows}, lines, ok=ok)


COMMANDS = (init, serve, sync, fsck, check)

"""`tansiq demo`: three nodes of three invented agencies with synthetic reports, until Ctrl-C."""

from __future__ import annotations

import shutil
import signal
import sys
import time
from pathlib import Path
from types import FrameType

import click

from tansiq.cli.demo_data import agencies
from tansiq.cli.demo_load import load
from tansiq.cli.demo_nodes import Demo
from tansiq.cli.errors import CommandError
from tansiq.wiring import explain, language

MARK = ".tansiq-demo"
READY = "ready"


@click.command("demo")
@click.option("--home", type=click.Path(path_type=Path), default=Path(".demo"), show_default=True)
@click.option("--port", default=8401, show_default=True, help="The first of three ports in a row.")
@click.option("--reset", is_flag=True, help="Forget the demonstration's data and stop.")
@click.option("--once", is_flag=True, help="Stop as soon as everything stands.")
def demo(home: Path, port: int, *, reset: bool, once: bool) -> None:
    """Run three agencies' nodes on this machine with synthetic reports, until Ctrl-C; the data stays."""
    began = time.monotonic()
    if reset:
        _forget(home)
        return
    _prepare(home)
    with Demo(home.absolute(), port) as running:
        signal.signal(signal.SIGTERM, _interrupted)
        try:
            if (home / READY).exists():
                running.start()
            else:
                running.found()
                (home / READY).touch()
            _show(running, time.monotonic() - began)
            if not once:
                running.wait()
        except CommandError as failed:
            explained = explain(failed, language())
            click.echo(f"tansiq: {explained.sentence if explained else failed}", err=True)
            sys.exit(1)
        except KeyboardInterrupt:
            click.echo("\nStopping the three nodes; their data stays.")


def _interrupted(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _prepare(home: Path) -> None:
    """Make the folder ours; what an interrupted first start left behind is started over."""
    if home.exists() and not (home / READY).exists():
        _forget(home)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    (home / MARK).touch()


def _forget(home: Path) -> None:
    if not home.exists():
        return
    if any(home.iterdir()) and not (home / MARK).exists():
        click.echo(f"tansiq: {home} was not made by the demonstration; it is left alone.", err=True)
        sys.exit(1)
    shutil.rmtree(home)
    click.echo(f"Forgot the demonstration in {home}.")


def _show(running: Demo, seconds: float) -> None:
    click.echo(
        f"\nThree agencies are at work, {seconds:.0f} s after the start. Everything in them is invented.\n"
    )
    for key, node in running.nodes.items():
        click.echo(f"  {agencies()[key].en}")
        click.echo(f"    {node.url}   log in as  {node.user}   password  {node.password}\n")
    click.echo(
        "Ctrl-C stops them. `make demo` starts them again with their data, `make demo-reset` forgets it."
    )


@click.command("demo-load", hidden=True)
@click.argument("key")
@click.option("--seed", default=7)
def demo_load(key: str, seed: int) -> None:
    """Write what agency KEY of the demonstration has to tell."""
    with click.progressbar(length=100, label="  writing", file=sys.stderr) as bar:
        load(key, seed, progress=lambda share: bar.update(max(0, int(share * 100) - bar.pos)))


COMMANDS = (demo, demo_load)

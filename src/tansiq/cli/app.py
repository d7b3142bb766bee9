"""The command `tansiq` and its groups of commands."""

from __future__ import annotations

import click

import tansiq
from tansiq.cli import accounts, circles, codes, demo, node, objects, parcels, partners, taxii


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(tansiq.__version__, prog_name="tansiq")
def main() -> None:
    """Share security information between agencies, each piece as far as its originator allows.

    TANSIQ_HOME names the node's folder. Exit codes: 0 done, 1 refused or failed with a reason, 2 usage.
    """


for _module in (node, accounts, partners, parcels, circles, objects, taxii, codes, demo):
    for _command in _module.COMMANDS:
        main.add_command(_command)

"""Runs the command line as `python -m tansiq.cli`."""

from tansiq.cli.app import main

main(prog_name="tansiq")

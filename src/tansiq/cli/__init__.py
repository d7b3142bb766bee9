"""The command line: the same verbs as the workbench, without a browser."""

from tansiq.cli.app import main

__all__ = ["main"]

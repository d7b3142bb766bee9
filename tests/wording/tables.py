"""One table of sentences at a time."""

import tomllib
from importlib import resources


def table(name: str) -> dict[str, dict[str, str]]:
    """The sentences of NAME.toml by code and language."""
    return tomllib.loads(resources.files("tansiq.wording").joinpath(f"{name}.toml").read_text("utf-8"))

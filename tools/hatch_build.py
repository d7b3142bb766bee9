"""Completes a wheel: compiles the translations and insists on the vendored browser files."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface[Any]):
    """Runs before hatchling collects the wheel's files; an editable install needs nothing of it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 (hatchling's signature)
        """Compile every catalogue below `src/tansiq/locale`.

        Raises `FileNotFoundError` when tools/vendor.py has not been run.
        """
        if version == "editable":
            return
        source = Path(self.root) / "src" / "tansiq"
        if not (source / "web" / "static" / "vendor").is_dir():
            message = "src/tansiq/web/static/vendor is missing: run `make setup` first"
            raise FileNotFoundError(message)
        for catalogue in sorted(source.glob("locale/*/LC_MESSAGES/*.po")):
            compile_catalogue(catalogue)


def compile_catalogue(po: Path) -> None:
    """Write the .mo beside `po`."""
    with po.open("rb") as text, po.with_suffix(".mo").open("wb") as binary:
        write_mo(binary, read_po(text, locale=po.parent.parent.name))

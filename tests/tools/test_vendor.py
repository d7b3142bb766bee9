"""The browser's files."""

from pathlib import Path

import pytest

from tools import vendor


def test_what_is_served_was_copied_byte_for_byte() -> None:
    copies = vendor.FILES | vendor.fonts()
    assert [
        target
        for source, target in copies.items()
        if (vendor.MODULES / source).read_bytes() != (vendor.VENDOR / target).read_bytes()
    ] == []


def test_every_font_and_program_brings_its_licence() -> None:
    files = [path.name for path in vendor.VENDOR.rglob("*.LICENSE")]
    assert {*files} == {"htmx.LICENSE", *(f"{family}.LICENSE" for family in vendor.FONTS)}


def test_without_node_on_the_machine_the_wheel_s_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    node, script = vendor.npm()
    assert Path(node).is_file()
    assert Path(script).is_file()

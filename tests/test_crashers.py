"""Inputs that once broke something, each made small; and what fuzzing itself promises."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="pygls is not installed")

from fuzz.targets import SURFACES

CRASHERS = sorted((Path(__file__).parent / "data" / "crashers").glob("*/*"))


@pytest.mark.parametrize("path", CRASHERS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_once_broke_is_mended(path: Path) -> None:
    """No error, no warning, within the time that its size allows."""
    surface = SURFACES[path.parent.name]
    surface.warm()
    surface.run(path.read_bytes())

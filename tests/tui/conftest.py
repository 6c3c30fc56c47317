"""The same surroundings for every test of the screen, whatever the terminal is that they run in."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

for variable in ("NO_COLOR", "TEXTUAL_THEME", "TEXTUAL_ANIMATIONS", "TUTOR_LANG"):
    os.environ.pop(variable, None)  # before Textual is imported, which looks at them then


@pytest.fixture(autouse=True)
def nobodys_record(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What a test answers goes into a record of its own, and what it shows into a picture of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(autouse=True)
def folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key may save a screenshot in the current folder."""
    monkeypatch.chdir(tmp_path)

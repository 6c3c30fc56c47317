"""What is drawn is decided without Textual: only the widgets and the screens know it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import tutor.tui

PACKAGE = Path(tutor.tui.__file__).parent
WITH_TEXTUAL = {"app", "palette", "start", "screens", "widgets"}


def modules_without_textual() -> list[str]:
    files = sorted(file.relative_to(PACKAGE) for file in PACKAGE.rglob("*.py"))
    return [
        ".".join(("tutor.tui", *file.with_suffix("").parts)).removesuffix(".__init__")
        for file in files
        if file.with_suffix("").parts[0] not in WITH_TEXTUAL
    ]


def loaded_by(*modules: str) -> set[str]:
    """What is imported once ``modules`` are, in a process of its own."""
    program = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_layers_below_the_widgets_know_no_textual() -> None:
    loaded = loaded_by(*modules_without_textual())
    assert "tutor.tui.moment" in loaded
    assert "textual" not in loaded


def test_a_lesson_opens_without_what_only_other_screens_need() -> None:
    loaded = loaded_by("tutor.tui.app", "tutor.tui.screens.step")
    assert "tutor.tui.screens.step" in loaded
    assert not {f"tutor.tui.screens.{name}" for name in ("goto", "help", "home", "why", "gradients")} & loaded

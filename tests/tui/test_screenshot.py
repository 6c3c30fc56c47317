"""Screenshots: their names, and that none is written over."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.support import app_on, screen_text, session
from tutor.tui.screenshot import name_of, save_screenshot
from tutor.tui.session import Place


def test_a_name_tells_lesson_variant_and_moment() -> None:
    it = session("two-outputs", "late-errors")
    assert name_of(it) == "two-outputs-late-errors-0"
    it.travel(Place(3, 1))
    assert name_of(it) == f"two-outputs-late-errors-3-{it.run.lines[0].name}"
    assert name_of(None) == "tutor"


def test_no_screenshot_is_written_over(tmp_path: Path) -> None:
    files = [save_screenshot(f"<svg>{number}", "xor-0", tmp_path) for number in range(3)]
    assert [file.name for file in files] == ["xor-0.svg", "xor-0-2.svg", "xor-0-3.svg"]
    assert [file.read_text(encoding="utf-8") for file in files] == ["<svg>0", "<svg>1", "<svg>2"]


def test_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        save_screenshot("<svg>", "xor-0", tmp_path / "none")


async def test_ctrl_s_saves_the_screen_and_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    app = app_on(session())
    async with app.run_test(size=(160, 30)) as pilot:
        await pilot.press("right", "ctrl+s")
        await pilot.pause()
        file = tmp_path / "xor-0-z1.svg"
        assert file.read_text(encoding="utf-8").startswith("<svg")
        assert str(file) in screen_text(app)
        await pilot.press("escape", "ctrl+s")
        await pilot.pause()
        assert (tmp_path / "tutor.svg").exists()


async def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(file: Path, *mode: str, **options: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.chdir(tmp_path)
    app = app_on(session())
    async with app.run_test(size=(160, 30)) as pilot:
        monkeypatch.setattr(Path, "open", refused)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "(Permission denied)" in screen_text(app)
        assert list(tmp_path.iterdir()) == []

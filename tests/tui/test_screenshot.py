"""Screenshots: their names, and that none is written over."""

from __future__ import annotations

import html
import io
import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from tests.tui.support import app_on, screen_text, session
from tutor.tui.screenshot import name_of, save_screenshot, spaced
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


def test_text_is_as_wide_as_in_a_terminal_and_begins_in_its_column() -> None:
    console = Console(width=40, file=io.StringIO(), record=True, force_terminal=True)
    console.print(Text.assemble(("  끝내기 q  L < 1", "bold"), (" 가 ", "red")))
    svg = console.export_svg(title="tutor", unique_id="t")
    column = 12.2  # of rich's font
    assert f'textLength="{column * 14:g}"' in svg  # characters: what is mended
    found = [
        (float(x) / column, float(length) / column, html.unescape(text).replace("\N{NO-BREAK SPACE}", " "))
        for x, length, text in re.findall(
            r'<text class="t-r.+?x="(.+?)".+?textLength="(.+?)".+?>(.+?)</text>', spaced(svg)
        )
    ]
    assert [(round(x, 3), round(length, 3), text) for x, length, text in found if text.strip()] == [
        (2, 6, "끝내기"),
        (9, 8, "q  L < 1"),
        (18, 2, "가"),
    ]
    assert [text for *_, text in found if text != text.strip()] == []


def test_a_mark_without_width_stays_with_what_it_stands_over() -> None:
    console = Console(width=40, file=io.StringIO(), record=True, force_terminal=True)
    console.print(Text("가\u0301나 h\u0303 1", "bold"))
    texts = re.findall(
        r'<text class="t-r.+?textLength="(.+?)".+?>(.+?)</text>', spaced(console.export_svg(unique_id="t"))
    )
    assert [(round(float(length) / 12.2, 3), html.unescape(text)) for length, text in texts if text.strip()] == [
        (4, "가\u0301나"),
        (3, "h\u0303\N{NO-BREAK SPACE}1"),
    ]


async def test_a_saved_korean_screen_has_every_text_in_its_columns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = app_on(session(), "ko")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("right", "ctrl+s")
        await pilot.pause()
        svg = (tmp_path / "xor-0-z1.svg").read_text(encoding="utf-8")
        pieces = re.findall(r'x="([\d.]+)" y="[\d.]+" textLength="([\d.]+)"[^>]*>([^<]*)<', svg)
        assert len(pieces) > 50
        for x, length, written in pieces:
            text = html.unescape(written)
            assert float(length) == pytest.approx(cell_len(text) * 12.2, abs=0.01)
            assert float(x) / 12.2 == pytest.approx(round(float(x) / 12.2), abs=0.01)
            assert not text.startswith((" ", "\N{NO-BREAK SPACE}"))


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

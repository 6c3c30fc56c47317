"""``tutor list``: what there is, the bad beside the good."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

LESSON = """
format_version = 1
id = "{id}"
model = "z = 2 * x"
[title]
en = "Twice"
ko = "두 배"
[parameters]
x = 3
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "twice.toml").write_text(LESSON.format(id="twice"), encoding="utf-8")
    return folder


def test_lists_what_ships_by_chapter(run: Run) -> None:
    ran = run("list")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert "Backpropagation" in lines
    assert any(line.startswith("  xor ") and "XOR with two hidden units" in line for line in lines)
    assert lines.index("Computation graphs") < lines.index("Backpropagation")


def test_speaks_korean(run: Run) -> None:
    out = run("--lang", "ko", "list").out
    assert "역전파" in out
    assert "XOR with" not in out


def test_lists_a_folder_that_was_named(run: Run, folder: Path) -> None:
    out = run("list", "--lessons", str(folder)).out
    assert "twice" in out
    assert "xor" in out
    assert run("--lessons", str(folder), "list").out == out


def test_lists_the_learners_own_folder(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tutor.cli.chosen.user_lessons_folder", lambda: folder)
    assert "twice" in run("list").out


def test_a_bad_lesson_is_listed_with_its_reason_and_the_others_work(run: Run, folder: Path) -> None:
    (folder / "broken.toml").write_text(LESSON.format(id="broken").replace("2 * x", "2 * xx"), encoding="utf-8")
    (folder / "noise.toml").write_bytes(b"\xff\xfe\x00")
    ran = run("list", "--lessons", str(folder))
    assert (ran.code, ran.err) == (0, "")
    assert "broken.toml:4" in ran.out
    assert "noise.toml" in ran.out
    assert "Traceback" not in ran.out
    assert run("show", "twice", "--lessons", str(folder)).code == 0


def test_an_id_that_is_taken_is_said(run: Run, folder: Path) -> None:
    (folder / "again.toml").write_text(LESSON.format(id="twice"), encoding="utf-8")
    out = run("list", "--lessons", str(folder)).out
    assert "twice" in out.partition("Cannot be opened")[2]


def test_a_folder_that_does_not_exist(run: Run) -> None:
    ran = run("list", "--lessons", "no/such/folder")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "there is no folder 'no/such/folder'\n"

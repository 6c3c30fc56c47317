"""What was answered on the screen is marked the same again from the record: that is how it can be handed in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.quizzing import answer, by_hand, paper, record
from tests.tui.support import app_on, session
from tutor.cli.entry import main
from tutor.quiz.record.rows import as_json


def verified(folder: Path) -> int:
    """The exit code of ``tutor verify`` for everything that was answered."""
    file = folder / "answers.jsonl"
    file.write_text("\n".join(as_json(row) for row in record()), encoding="utf-8")
    return main(["verify", str(file)])


def verdicts() -> list[tuple[str, str]]:
    return [(row.address, row.verdict) for row in record()]


async def test_answers_of_all_ways_of_being_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    app = app_on(by_hand())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q")
        await answer(app, pilot, 4)  # the error of the output
        await pilot.press("f10")
        await answer(app, pilot, 4)  # what follows from it
        await pilot.press("escape", "end", *["left"] * 11, "t")
        await answer(app, pilot)  # the same line, in another sitting
        await pilot.press("enter")
        await answer(app, pilot, 4)
        await pilot.press("escape", "P", "7", "enter")
        await answer(app, pilot, 0.5)
        await pilot.press("f5")
        await answer(app, pilot)
        await pilot.press("escape", "P", "9", "up", "enter", "enter", "down", "enter")
    assert verdicts()[:4] == [("0/dz2", "wrong"), ("0/dW2", "consistent"), ("0/dz2", "right"), ("0/dW2", "wrong")]
    assert len(verdicts()) == 8
    assert verified(tmp_path) == 0, capsys.readouterr().out


async def test_what_was_begun_and_gone_on_with_another_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    app = app_on(by_hand())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q")
        await answer(app, pilot, 4)
    app = app_on(by_hand())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q", "f10")
        await answer(app, pilot, 4)
    assert verdicts() == [("0/dz2", "wrong"), ("0/dW2", "consistent")]
    assert len({row.session for row in record()}) == 1
    assert verified(tmp_path) == 0, capsys.readouterr().out


async def test_the_right_value_that_was_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    app = app_on(by_hand())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q")
        await answer(app, pilot, 4)
        await pilot.press("f10")
        await answer(app, pilot, 4)
        await pilot.press("ctrl+r")
        assert "dW2" not in paper(app).attempt.marker.own
        assert paper(app).done
    assert [(row.verdict, row.hints) for row in record()] == [("wrong", 0), ("consistent", 0), ("right", 5)]
    assert verified(tmp_path) == 0, capsys.readouterr().out


async def test_a_pass_that_is_come_to_again_is_another_sitting(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app = app_on(session())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end", *["left"] * 11, "t")
        await answer(app, pilot, 4)
        await pilot.press("escape", "down", "t", "escape", "up", "right", "t")
        await answer(app, pilot, 4)
    assert verdicts() == [("0/dz2", "wrong"), ("0/dW2", "wrong")]
    assert verified(tmp_path) == 0, capsys.readouterr().out

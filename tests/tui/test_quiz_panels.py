"""What the quiz shows, as text: the grid, the verdicts, the foot, the record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.tui.support import text_of
from tests.tui.test_quiz_state import attempt, row
from tutor.messages import LANGUAGES, Language, Message, say
from tutor.quiz.hints import results
from tutor.quiz.record.store import Record
from tutor.tui.panels import quiz_foot
from tutor.tui.panels.quiz_grid import answer, bracketed, field_spans, text_matrix
from tutor.tui.panels.quiz_layout import WIDE, Part, places
from tutor.tui.panels.quiz_question import question
from tutor.tui.panels.quiz_said import said
from tutor.tui.panels.record import record
from tutor.tui.picture.text import Picture, Span
from tutor.tui.quiz.field import Field
from tutor.tui.quiz.papers import HandPaper


def paper(address: str = "0/z2") -> HandPaper:
    return HandPaper(attempt(address))


def grid_rows(it: HandPaper, width: int = 60, height: int = 20) -> list[str]:
    return text_of(answer(it, "en", width, height))


def test_blanks_look_like_blanks() -> None:
    assert grid_rows(paper("0/dW2")) == [
        "⎡▸____________  ⎤",
        "⎣ ____________  ⎦",
        " [0,0]",
    ]


def test_each_verdict_has_its_sign() -> None:
    it = paper()
    right = list(results(it.attempt.question).values())
    for number, text in enumerate((right[0], "0.5", "x", right[3])):
        it.grid.to((number, 0))
        it.grid.put(text)
    it.grid.check()
    rows = grid_rows(it)
    assert [line[-2] for line in rows[:4]] == ["✓", "+", "?", "✓"]
    assert all(say(f"tui.quiz-sign-{verdict}", "en") in rows[-1] for verdict in ("right", "digits", "unread"))
    assert say("tui.quiz-sign-wrong", "en") not in rows[-1]


def test_the_exact_value_is_offered_once_it_is_right() -> None:
    it = paper()
    for index, text in results(it.attempt.question).items():
        it.grid.to(index)
        it.grid.put(text[:9])
    assert say("tui.quiz-exact", "en") not in "\n".join(grid_rows(it))
    it.grid.check()
    rows = "\n".join(grid_rows(it))
    assert say("tui.quiz-exact", "en") in rows
    assert all(text in rows for text in results(it.attempt.question).values())
    assert max(map(len, grid_rows(it, 30))) <= 30


def test_a_grid_larger_than_its_room_shows_the_current_cell_and_counts_the_others() -> None:
    it = paper("0/z1")
    it.grid.step(-1)
    rows = grid_rows(it, 20, 3)
    assert len(rows) == 3
    assert sum("▸" in line for line in rows) == 1
    assert "…1" in rows[0]
    assert "↑2" in rows[0]
    assert max(map(len, rows)) <= 20
    it.grid.step(1)
    assert "↓2" in grid_rows(it, 40, 3)[1]


def test_a_long_expression_is_scrolled_to_its_caret() -> None:
    field = Field()
    field.put("1234567890")
    spans = field_spans(field, 6)
    assert "".join(span.text for span in spans) == "67890_"
    assert spans[1] == Span("_", "caret")
    field.to_start()
    assert field_spans(field, 6)[1] == Span("1", "caret")


def test_what_steers_a_terminal_is_not_written() -> None:
    it = paper()
    it.grid.put("1\x1b[2J\x07가")
    assert not any(ord(character) < 32 for line in grid_rows(it) for character in line)


def test_matrices_of_text() -> None:
    assert text_of(text_matrix({(): "0.5"}, 1)) == ["0.5"]
    assert text_of(text_matrix({(0, 0): "1", (0, 1): "−20", (1, 0): "300", (1, 1): "4"}, 2)) == [
        "⎡  1  −20⎤",
        "⎣300    4⎦",
    ]
    assert text_of(bracketed([(Span("1"),)])) == ["[1]"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [58, 78, 118])
def test_the_question_keeps_its_conventions_and_values_in_view(language: Language, width: int) -> None:
    it = paper("0/dW2")
    picture = question(it, language, width, 14)
    assert picture.width <= width
    text = " ".join(picture.plain().split())
    for convention in it.attempt.question.conventions:
        assert convention.say(language).split()[0] in text
    assert "h = " in text
    assert "∂L/∂z₂ = " in text
    assert "hᵀ" not in text  # the formula is a hint, not part of the question


def test_in_prediction_the_formula_is_in_view() -> None:
    it = HandPaper(attempt("0/dW2"), formula=True)
    assert "∂L/∂W₂ = hᵀ · ∂L/∂z₂" in question(it, "en", 78, 20).plain()


def test_what_the_names_stand_for_is_in_view() -> None:
    assert "h = σ(z₁)   z₂ = h · W₂ + b₂" in question(paper("0/dW2"), "en", 118, 30).plain()
    update = question(paper("1/W2"), "en", 118, 30).plain()
    assert "W = W − η · g" in update
    assert "W₂ − η · ∂L/∂W₂" not in update  # that is a hint


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_keeps_to_its_columns(language: Language) -> None:
    it = paper("0/dz1")
    while it.attempt.next_hint() is not None:
        assert said(it, language, 50, 10).width <= 50
    it.grid.check()
    it.reply = Message("quiz.differs")
    picture = said(it, language, 50, 10)
    assert picture.width <= 50
    assert "5/5" in picture.plain()


def test_nothing_is_said_twice() -> None:
    it = paper()
    it.grid.check()
    it.reply = it.attempt.wrong_here()
    text = " ".join(said(it, "en", 70, 10).plain().split())
    assert text.count(it.reply.say("en")) == 1


def test_before_anything_is_said_it_says_how_to_answer() -> None:
    assert "Enter" in said(paper(), "en", 70, 5).plain()


@pytest.mark.parametrize("width", range(30, 140, 10))
def test_the_foot_never_loses_the_way_out(width: int) -> None:
    for language in LANGUAGES:
        picture = quiz_foot.foot(paper(), "questions", language, width)
        assert picture.width <= width
        assert "Esc" in picture.plain()
        assert "F1" in picture.plain()


def test_prediction_has_nothing_to_skip() -> None:
    assert "F10" in quiz_foot.foot(paper(), "questions", "en", 200).plain()
    assert "F10" not in quiz_foot.foot(paper(), "predict", "en", 200).plain()


@pytest.mark.parametrize("width", [60, 80, WIDE - 1, WIDE, 200])
@pytest.mark.parametrize("height", [18, 24, 36, 80])
@pytest.mark.parametrize("wanted", [1, 5, 9, 40])
@pytest.mark.parametrize("scratch", [False, True])
def test_parts_fill_the_window_and_do_not_overlap(width: int, height: int, wanted: int, scratch: bool) -> None:
    shown: dict[Part, bool] = {"question": True, "answer": True, "said": True, "scratch": scratch}
    rows = {"question": wanted, "answer": min(wanted, 12), "said": wanted, "scratch": 2}
    boxes = places(width, height, shown, lambda part, _: rows[part])
    assert set(boxes) == {part for part, there in shown.items() if there}
    taken = [
        (x, y)
        for box in boxes.values()
        for x in range(box.x, box.x + box.width)
        for y in range(box.y, box.y + box.height)
    ]
    assert len(taken) == len(set(taken)) == width * (height - 2)
    assert all(box.height >= 2 for box in boxes.values())


# The record


NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def page(rows: list[object], language: Language = "en", notice: Message | None = None) -> Picture:
    return record(rows, NOW, notice, language, 78)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_record_invites(language: Language) -> None:
    text = " ".join(page([], language).plain().split())
    assert "t" in text
    assert "Q" in text
    assert say("tui.record-title", language) in text
    assert "○" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_skills_days_mistakes_and_time(language: Language) -> None:
    rows = [row("hidden-error", NOW - timedelta(days=2), seed) for seed in range(3)]
    rows.append(row("loss", NOW - timedelta(days=1), 9))
    picture = page([*rows], language)
    text = picture.plain()
    assert picture.width <= 78
    assert "●●●" in text
    assert "●○○" in text
    assert say("tui.record-due", language) in text
    assert say("tui.record-due-now", language, count=1) in text
    assert say("tui.record-streak", language, count=2) in text
    assert say("tui.time-minutes", language, minutes=4) in text
    assert text.count("■") == 2


def test_mistakes_are_counted_by_kind() -> None:
    rows = [replace(row("loss", NOW, seed), verdict="wrong", mistake="log10") for seed in range(2)]
    text = page([*rows]).plain()
    assert f"{say('quiz.kind-log10', 'en')}" in text
    assert " 2" in text


def test_a_record_in_memory_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    kept = Record(tmp_path / "file" / "record.sqlite3")
    assert kept.notice is not None
    text = "".join(page([], notice=kept.notice).plain().split())
    assert "".join(kept.notice.say("en").split()) in text
    kept.close()

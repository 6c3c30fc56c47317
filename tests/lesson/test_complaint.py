"""How complaints look: file, line, column, sentence, the source line and carets under the place."""

from __future__ import annotations

from pathlib import Path

from tutor.columns import width
from tutor.formula.problems import Place
from tutor.lesson.complaint import EXCERPT_COLUMNS, Complaints, excerpt_of


def test_a_complaint_as_text() -> None:
    complaints = Complaints(Path("a.toml"), 'x = 1\nminutes = "5"\n')
    complaints.error("missing-key", Place(2, 11, 14), field="model")
    assert complaints.all[0].render("en") == (
        "a.toml:2:11: error: 'model' is missing\n"
        '    minutes = "5"\n'
        "              ^^^"
    )  # fmt: skip
    assert complaints.all[0].render("ko").startswith("a.toml:2:11: 오류: ")


def test_advice_says_that_it_is_advice() -> None:
    complaints = Complaints(Path("a.toml"))
    complaints.advise("no-about")
    assert complaints.all[0].render("en") == (
        "a.toml:1:1: advice: there is no introduction; give about.en and about.ko"
    )
    assert complaints.errors == 0


def test_complaints_come_in_the_order_of_their_places_and_once() -> None:
    complaints = Complaints(Path("a.toml"), "one\ntwo\nthree")
    for place in (Place(3, 1, 2), Place(1, 2, 3), Place(3, 1, 2)):
        complaints.error("empty-text", place, field="x")
    assert [(found.line, found.column) for found in complaints.all] == [(1, 2), (3, 1)]


def test_a_place_outside_the_text_is_brought_inside() -> None:
    complaints = Complaints(Path("a.toml"), "one\ntwo")
    complaints.error("empty-text", Place(9, 40, 41), field="x")
    assert (complaints.all[0].line, complaints.all[0].column) == (2, 4)


def test_carets_stand_under_wide_characters() -> None:
    shown = excerpt_of('ko = "손실 함수" # 끝', 7, 9)
    assert shown.line == 'ko = "손실 함수" # 끝'
    assert shown.carets == "      ^^^^"


def test_a_long_line_is_cut_around_the_place() -> None:
    shown = excerpt_of("x" * 500 + "HERE" + "y" * 500, 501, 505)
    assert "HERE" in shown.line
    assert width(shown.line) <= EXCERPT_COLUMNS + 2
    assert shown.carets.index("^") == shown.line.index("HERE")
    assert shown.carets.count("^") == 4


def test_a_long_korean_line_is_cut_around_the_place() -> None:
    shown = excerpt_of("가" * 500 + "여기" + "나" * 500, 501, 503)
    assert width(shown.line) <= EXCERPT_COLUMNS + 2
    assert shown.carets.index("^") == width(shown.line[: shown.line.index("여기")])


def test_an_excerpt_cannot_steer_the_terminal() -> None:
    shown = excerpt_of("a\x1b[2J\tb\u202ec", 1, 2)
    assert shown.line == "a·[2J b·c"


def test_a_name_cannot_steer_the_terminal() -> None:
    complaints = Complaints(Path("a\x1b[2J.toml"))
    complaints.error("unknown-key", name="\x1b]0;title\x07", known="a", where="here")
    assert "\x1b" not in complaints.all[0].render("en")

"""Rows and pictures: widths in columns, cut with a sign, wrapped at words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tutor.tui.picture.text import Picture, Span, beside, clip, pad, row, row_width, spread, wrap

TEXTS = st.text(alphabet="ab 손실∂₁ŷ·\n", max_size=60)


def plain(line: tuple[Span, ...]) -> str:
    return "".join(span.text for span in line)


def test_korean_takes_two_columns() -> None:
    assert row_width(row("손실", Span("L", "dim"))) == 5
    assert plain(pad(row("손실"), 6)) == "손실  "
    assert plain(pad(row("손실"), 7, "center")) == " 손실  "


def test_what_is_cut_says_so() -> None:
    assert plain(clip(row("gradient"), 5)) == "grad…"
    assert plain(clip(row("손실 함수"), 4)) == "손 …"
    assert plain(clip(row("loss"), 4)) == "loss"


def test_the_left_gives_way_to_the_right() -> None:
    assert plain(spread(row("a long title"), row("line 3"), 15)) == "a long … line 3"


def test_pictures_beside_each_other_keep_their_widths() -> None:
    rows = beside([[row("손실"), row("L")], [row("x")]], 2)
    assert [plain(line) for line in rows] == ["손실  x", "L      "]
    assert Picture(tuple(rows)).plain() == "손실  x\nL"


def test_an_indented_line_of_a_text_stays_as_it_is() -> None:
    rows = [plain(line) for line in wrap("Two sums:\n\n    dW = x.T @ dz\n\nThen look.", 40)]
    assert rows == ["Two sums:", "", "    dW = x.T @ dz", "", "Then look."]


@given(TEXTS, st.integers(2, 30))
def test_no_row_is_wider_than_its_room(text: str, width: int) -> None:
    assert all(row_width(line) <= width for line in wrap(text, width))


@given(TEXTS, st.integers(2, 30))
def test_wrapping_loses_no_word(text: str, width: int) -> None:
    unindented = "\n".join(line.strip() for line in text.split("\n"))
    assert "".join(plain(line) for line in wrap(unindented, width)).replace(" ", "") == "".join(unindented.split())


@given(TEXTS.map(lambda text: text.replace("\n", "")), st.integers(0, 30))
def test_clipping_never_exceeds_its_room(text: str, width: int) -> None:
    assert row_width(clip(row(text), width)) <= max(width, 0) or cell_len(text) == 0

"""What stands where in a picture, and which matrix is beside which."""

from __future__ import annotations

from tests.tui.support import moment_at, session
from tutor.engine.address import Address
from tutor.tui.panels.line import line
from tutor.tui.picture.seen import Seen, cells_in, neighbour, run_around, shown_of, tag_at
from tutor.tui.picture.tags import Spot, Subject, Tagged
from tutor.tui.picture.text import Picture, Span, row


def at(name: str, x: int, y: int, cell: tuple[int, ...] = (0, 0)) -> Seen:
    return Seen(Spot(Subject("line", name, "value", name), cell), x, y, 4)


def drawn() -> Picture:
    return line(moment_at(session(), 0, 7), 78, 10)


def test_a_click_hits_the_number_or_its_gap() -> None:
    picture = drawn()
    text = picture.plain().split("\n")
    y = next(y for y, row in enumerate(text) if "0.23148" in row)
    x = text[y].index("0.23148")
    for column in (x, x + 3, x + 6):
        tag = tag_at(picture, column, y)
        assert isinstance(tag, Spot)
        assert (tag.subject.name, tag.subject.kind, tag.cell) == ("h", "turned", (0, 0))
    assert tag_at(picture, text[y].index("="), y) is None
    assert tag_at(picture, 0, 99) is None


def test_every_cell_of_a_line_is_there_once() -> None:
    cells = list(cells_in(drawn(), 10, 5))
    assert len({cell.spot for cell in cells}) == len(cells) == 8 + 4 + 2
    assert min(cell.x for cell in cells) >= 10
    subject = next(cell.spot.subject for cell in cells if cell.spot.subject.name == "h")
    assert shown_of(cells, subject) == ([0, 1], [0, 1, 2, 3])


def test_what_is_written_can_be_an_address() -> None:
    picture = Picture((row("손실 ", Tagged("h₁₁", "plain", Address(0, "h", (0, 0))), Span(" x")),))
    assert tag_at(picture, 5, 0) == Address(0, "h", (0, 0))
    assert tag_at(picture, 4, 0) is None
    assert Tagged("h", "plain", Address(0, "h")) == Span("h", "plain")


def test_the_nearest_matrix_in_each_direction() -> None:
    left, right, below = at("a", 0, 3), at("b", 8, 3), at("c", 1, 8)
    cells = [left, right, below, at("a", 0, 4, (1, 0)), at("b", 8, 2, (1, 1))]
    assert neighbour(cells, left, "left") is None
    assert neighbour(cells, left, "right") == right
    assert neighbour(cells, left, "down") == below
    assert neighbour(cells, right, "left") == left
    assert neighbour(cells, below, "up") in (left, cells[3])


def test_a_window_begins_where_the_rows_around_the_cell_begin() -> None:
    assert run_around([0, 1, 2, 783], 2) == 0
    assert run_around([40, 41, 42], 42) == 40
    assert run_around([0, 783], 783) == 783

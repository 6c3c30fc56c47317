"""Where the parts of the step screen stand, in windows of every size."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.support import large_model, session
from tutor.tui.arrange import LEAST, Arrangement, Box, Wishes, arrange, arrange_enlarged
from tutor.tui.moment import Moment
from tutor.tui.session import Session
from tutor.tui.wishes import wishes_of

XOR = Wishes(line=9, parameters=(76, 7), data=(35, 6))


def boxes(arrangement: Arrangement) -> list[Box]:
    slots = [slot.box for slot in arrangement.slots]
    return [arrangement.title, arrangement.rail, arrangement.line, *slots, arrangement.keys]


def arranged(width: int, height: int, wishes: Wishes = XOR) -> Arrangement:
    found = arrange(width, height, wishes)
    assert found is not None
    return found


SIZES = st.tuples(st.integers(1, 400), st.integers(1, 900))


@given(st.integers(LEAST[0], 260), st.integers(LEAST[1], 100), st.integers(1, 900), SIZES, st.none() | SIZES)
def test_the_parts_fill_the_window_and_never_overlap(
    width: int, height: int, line: int, parameters: tuple[int, int], data: tuple[int, int] | None
) -> None:
    found = boxes(arranged(width, height, Wishes(line, parameters, data)))
    covered = [
        (x, y) for box in found for x in (box.x, box.x + box.width - 1) for y in range(box.y, box.y + box.height)
    ]
    assert sum(box.width * box.height for box in found) == width * height
    assert all(0 <= x < width and 0 <= y < height for x, y in covered)
    assert all(box.width > 0 and box.height > 0 for box in found)


WISHES = st.builds(Wishes, data=st.none() | SIZES, picture=st.none() | SIZES, why=st.booleans())


@given(st.integers(LEAST[0], 260), st.integers(LEAST[1], 100), WISHES)
def test_every_panel_has_one_place(width: int, height: int, wishes: Wishes) -> None:
    slots = arranged(width, height, wishes).slots
    panels = [panel for slot in slots for panel in slot.panels]
    assert sorted(panels) == sorted(wishes.panels)


@pytest.mark.parametrize("size", [(LEAST[0] - 1, 24), (80, LEAST[1] - 1), (20, 5), (1, 1)])
def test_a_window_can_be_too_small(size: tuple[int, int]) -> None:
    assert arrange(*size, XOR) is None


def test_in_80_columns_the_panels_share_a_place() -> None:
    (slot,) = arranged(80, 24).slots
    assert slot.panels == ("note", "parameters", "data")
    assert slot.box.height - 1 >= XOR.parameters[1]


def test_in_120_columns_every_panel_is_seen() -> None:
    slots = arranged(120, 36).slots
    assert [slot.panels for slot in slots] == [("parameters",), ("data",), ("note",)]


def test_in_120_columns_a_picture_stands_beside_the_line() -> None:
    wishes = Wishes(line=9, parameters=(76, 7), data=(35, 6), picture=(45, 18), labels=4)
    found = arranged(120, 36, wishes)
    assert [slot.panels for slot in found.slots] == [("parameters",), ("note",), ("picture",), ("data",)]
    picture = found.slots[2].box
    assert picture.y == found.line.y
    assert (picture.width, picture.height) == (40, 24)
    assert found.line.width == 80


def test_a_wide_picture_stands_under_the_line() -> None:
    wishes = Wishes(line=6, parameters=(31, 4), data=None, picture=(66, 12))
    found = arranged(120, 36, wishes)
    assert [slot.panels for slot in found.slots] == [("picture",), ("parameters",), ("note",)]
    assert found.line.width == 120
    assert found.slots[0].box.width >= 68


def test_where_parameters_are_many_the_note_is_read_under_the_picture() -> None:
    wishes = Wishes(line=9, parameters=(60, 30), data=(35, 6), picture=(45, 18))
    slots = arranged(120, 36, wishes).slots
    assert [slot.panels for slot in slots] == [("parameters",), ("picture", "data"), ("note",)]


def test_a_picture_leaves_the_line_its_columns() -> None:
    wishes = Wishes(line=9, parameters=(76, 7), data=(35, 6), picture=(45, 18))
    for width in range(104, 200):
        found = arranged(width, 36, wishes)
        beside = any("picture" in slot.panels and slot.box.y == found.line.y for slot in found.slots)
        assert beside == (width >= 120)
        assert found.line.width >= 80


def test_an_enlarged_picture_has_the_window() -> None:
    found = arrange_enlarged(80, 24, XOR)
    assert found is not None
    (slot,) = found.slots
    assert slot.panels == ("picture",)
    assert (slot.box.width, slot.box.height) == (80, 24 - 4 - 2 - 1)
    assert arrange_enlarged(59, 24, XOR) is None


def test_in_a_tall_window_the_parameters_stand_over_the_rest() -> None:
    slots = arranged(80, 40).slots
    assert [slot.panels for slot in slots] == [("parameters",), ("note", "data")]


def test_the_line_has_the_rows_that_its_lesson_takes() -> None:
    it = session()
    wishes = wishes_of(Moment(it, "en"))
    assert wishes.line == 2 + 1 + 4 + 2
    assert arranged(80, 24, wishes).line.height == wishes.line + 1
    assert wishes.data is not None


def test_a_large_lesson_takes_no_more_than_half() -> None:
    wishes = wishes_of(Moment(Session(large_model()), "en"))
    assert arranged(80, 24, wishes).line.height <= 10
    assert arranged(120, 36, wishes).line.height <= 16

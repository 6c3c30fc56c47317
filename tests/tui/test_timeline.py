"""The timeline: what stands where, which update a column is, and the mouse on it."""

from __future__ import annotations

import asyncio

import pytest
from textual import events

from tests.tui.support import (
    app_on,
    array,
    graph_model,
    screen_rows,
    screen_text,
    session,
    step_screen,
    text_of,
    xor_model,
)
from tutor.messages import LANGUAGES, Language, say
from tutor.tui.app import TutorApp
from tutor.tui.arrange import Wishes, arrange
from tutor.tui.bookmarks import mark
from tutor.tui.panels.timeline import (
    BOOKMARK,
    COMING,
    EVERYWHERE,
    FORK,
    HERE,
    KEYFRAME,
    KNOWN,
    Track,
    marks,
    timeline,
    track,
)
from tutor.tui.screens.step import StepScreen
from tutor.tui.session import Place, Session
from tutor.tui.widgets.timeline_view import TimelineView

SIGNS = (KNOWN, COMING, KEYFRAME, EVERYWHERE, FORK, BOOKMARK, HERE)


def go(it: Session, update: int, line: int = 0) -> None:
    while not it.travel(Place(update, line)):
        pass


def drawn(it: Session, width: int = 80) -> str:
    (text,) = text_of(timeline(it, width))
    return text


def sign_at(it: Session, update: int, width: int = 80) -> str:
    return drawn(it, width)[track(it, width).column(update)]


@pytest.mark.parametrize("end", [10, 20, 1000, 50_000_000])
@pytest.mark.parametrize("width", [8, 40, 113])
def test_a_column_and_its_update_belong_together(end: int, width: int) -> None:
    on = Track(end, 3, width)
    columns = [on.column(update) for update in range(0, end + 1, max(end // 500, 1))]
    assert columns == sorted(columns)
    assert (columns[0], on.column(end)) == (3, 3 + width - 1)
    for column in range(3, 3 + width):
        update = on.update(column)
        assert 0 <= update <= end
        if width - 1 <= end:
            assert on.column(update) == column
    assert (on.update(-50), on.update(0), on.update(500)) == (0, 0, end)


def test_what_is_known_what_is_to_come_and_where_one_stands() -> None:
    it = Session(xor_model())
    assert drawn(it).startswith(f" 0 {HERE}{COMING}")
    go(it, 30, 4)
    go(it, 7, 2)
    text = drawn(it)
    assert text.rstrip().endswith("50")
    assert len(text) <= 80
    assert sign_at(it, 7) == HERE
    assert sign_at(it, 15) == KNOWN
    assert sign_at(it, 30) == KNOWN
    assert sign_at(it, 32) == COMING
    assert text.count(HERE) == 1


def test_the_scale_ends_at_a_round_number_that_holds_everything() -> None:
    it = Session(xor_model())
    for update, end in ((0, 10), (10, 10), (11, 20), (37, 50), (99, 100), (1234, 2000)):
        go(it, update)
        assert track(it, 80).end == end


def test_keyframes_are_marked_while_they_can_be_told_apart() -> None:
    it = Session(xor_model())
    go(it, 100)
    kept = [update for update in it.run.branch.keyframes if update not in (0, 100)]
    assert kept == [32, 64, 96]
    assert all(sign_at(it, update) == KEYFRAME for update in kept)
    assert drawn(it).count(KEYFRAME) == len(kept) + 1  # and the beginning
    go(it, 5000)
    assert KEYFRAME not in drawn(it)
    assert EVERYWHERE in drawn(it)


def test_bookmarks_and_forks_have_a_sign_each() -> None:
    it = Session(xor_model())
    go(it, 80)
    go(it, 20, 3)
    mark(it)
    go(it, 40)
    it.run.edit("b2", array([1.0]).reshape(1))
    branch = it.run.branch
    go(it, 60)
    assert (sign_at(it, 20), sign_at(it, 40), sign_at(it, 60)) == (BOOKMARK, FORK, HERE)
    mark(it)
    assert branch.parent is not None
    it.run.switch(branch.parent)
    go(it, 0)
    assert (sign_at(it, 20), sign_at(it, 40)) == (BOOKMARK, FORK)
    assert drawn(it).count(BOOKMARK) == 1, "the other bookmark is on the branch"
    it.run.drop(branch)
    assert sign_at(it, 40) == KNOWN


def test_what_happened_on_a_parent_after_the_fork_is_not_of_this_branch() -> None:
    it = Session(xor_model())
    go(it, 90)
    mark(it)
    go(it, 40)
    it.run.edit("b2", array([1.0]).reshape(1))
    assert BOOKMARK not in drawn(it)
    assert sign_at(it, 45) == COMING


@pytest.mark.parametrize("width", [60, 80, 120, 250])
@pytest.mark.parametrize("update", [0, 9, 777, 123_456])
def test_it_fits_any_width(width: int, update: int) -> None:
    it = Session(xor_model())
    it.run.branch.reached = update
    picture = timeline(it, width)
    assert picture.width == width
    assert picture.height == 1


def test_without_other_glyphs_it_is_drawn_with_letters() -> None:
    it = Session(xor_model())
    it.glyphs = "ascii"
    go(it, 40)
    mark(it)
    go(it, 44)
    text = drawn(it)
    assert text.isascii()
    assert all(sign in text for sign in "=.+*O")
    assert len(set(SIGNS)) == len(SIGNS)


def test_it_has_a_row_over_the_keys_where_there_is_room_and_something_is_learned() -> None:
    learns, other = Wishes(timeline=True), Wishes(timeline=False)
    for height in (18, 21, 22, 24, 36, 80):
        found = arrange(100, height, learns)
        without = arrange(100, height, other)
        assert found is not None
        assert without is not None
        assert without.timeline is None
        assert (found.timeline is not None) == (height >= 22)
        if found.timeline is not None:
            assert (found.timeline.y, found.keys.y) == (height - 2, height - 1)
            assert all(slot.box.y + slot.box.height <= height - 2 for slot in found.slots)


def shows_timeline(app: TutorApp) -> bool:
    return any(view.display for view in step_screen(app).query("#timeline"))


# The mouse


def point(app: TutorApp, kind: type[events.MouseEvent], x: int, y: int) -> None:
    """What the terminal tells of the mouse."""
    driver = app._driver
    assert driver is not None
    driver.send_message(kind(None, x, y, 0, 0, 1, False, False, False, screen_x=x, screen_y=y))


async def test_a_click_goes_to_the_update_that_is_there() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press(*["greater_than_sign"] * 8, "right", "right")
        assert it.run.position == (80, 2)
        on = track(it, 100)
        await pilot.click("#timeline", offset=(on.column(25), 0))
        await pilot.pause()
        assert it.run.position == (on.update(on.column(25)), 2)
        assert screen_rows(app)[-2][on.column(25)] == HERE
        await pilot.click("#timeline", offset=(0, 0))
        assert it.run.position == (0, 2)
        await pilot.press("ctrl+z", "ctrl+z")
        assert it.run.position == (80, 2)


async def test_a_drag_follows_the_mouse_and_skips_what_it_has_left_already() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press(*["greater_than_sign"] * 10)
        screen = step_screen(app)
        went: list[int] = []
        before = screen.set_out
        screen.set_out = lambda place, said=None: (went.append(place.update), before(place, said))[1]  # type: ignore[method-assign,func-returns-value]
        on = track(it, 100)
        point(app, events.MouseDown, on.column(90), 28)
        for update in range(89, 9, -1):
            point(app, events.MouseMove, on.column(update), 28)
        point(app, events.MouseUp, on.column(10), 28)
        await pilot.pause()
        await asyncio.sleep(0.05)
        await pilot.pause()
        assert it.run.position.update == on.update(on.column(10))
        assert len(went) < 40
        point(app, events.MouseMove, on.column(70), 28)
        await pilot.pause()
        assert it.run.position.update == on.update(on.column(10)), "the button is up again"
        await pilot.press("ctrl+z")
        assert it.run.position.update == 100, "a drag is one thing to undo"


def test_only_the_last_place_of_a_drag_counts() -> None:
    first, then, later = (TimelineView.Pointed(column, first=column == 0) for column in range(3))
    assert then.can_replace(later)
    assert not first.can_replace(then)
    assert not then.can_replace(first)


@pytest.mark.parametrize("size", [(80, 24), (80, 21), (120, 36)])
async def test_where_there_is_no_room_there_is_no_timeline(size: tuple[int, int]) -> None:
    app = app_on(session())
    async with app.run_test(size=size) as pilot:
        assert shows_timeline(app) == (size[1] >= 22)
        await pilot.resize_terminal(80, 20)
        await pilot.pause()
        assert not shows_timeline(app)
        await pilot.resize_terminal(80, 30)
        await pilot.pause()
        assert shows_timeline(app)
        assert screen_rows(app)[-2].startswith(f" 0 {HERE}")


async def test_a_lesson_that_learns_nothing_has_no_timeline() -> None:
    app = app_on(Session(graph_model()))
    async with app.run_test(size=(100, 30)):
        assert not shows_timeline(app)


# The keys


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_arrows_are_lent_to_the_timeline_and_taken_back(language: Language) -> None:
    it = session()
    app = app_on(it, language)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("right_curly_bracket", "right", "right", "T")
        assert say("tui.keys-along", language) in screen_rows(app)[-1]
        step = round(100 / (track(it, 100).width - 1))
        await pilot.press("left", "h")
        assert it.run.position == (100 - 2 * step, 2)
        await pilot.press("right", "right", "right")
        assert it.run.position == (100, 2), "the end of the track"
        await pilot.press("up", "up", "k")
        assert it.run.position == (32, 2)
        await pilot.press("down", "right", "j", "j", "j", "j")
        assert it.run.position == (100, 2)
        await pilot.press("enter", "right")
        assert it.run.position == (100, 3)
        await pilot.press("T", "escape", "left")
        assert it.run.position == (100, 2)
        assert isinstance(app.screen, StepScreen)
        await pilot.press("T", "T", "down")
        assert it.run.position == (101, 2)
        await pilot.press("T", "question_mark")
        assert say("tui.help-mark-keyframe", language)[:30] in screen_text(app)


async def test_marks_are_bookmarks_forks_and_keyframes() -> None:
    it = Session(xor_model())
    go(it, 60)
    go(it, 10)
    mark(it)
    go(it, 20)
    it.run.edit("b2", array([1.0]).reshape(1))
    it.run.switch(it.run.branches[0])
    go(it, 0)
    assert marks(it, track(it, 80)) == [0, 10, 20, 32, 60]


async def test_a_key_held_on_the_timeline_is_counted_each_time() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=(100, 30)) as pilot:
        it.run.branch.reached = 100
        await pilot.press("T")
        driver = app._driver
        assert driver is not None
        for _ in range(25):
            driver.send_message(events.Key("right", None))
        await pilot.pause()
        assert it.run.position.update == 25
        await pilot.press("enter", "U")
        assert it.run.position == (0, 0)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_where_there_is_no_timeline_it_is_said_why(language: Language) -> None:
    app = app_on(session(), language)
    async with app.run_test(size=(80, 20)) as pilot:
        await pilot.press("T")
        assert screen_rows(app)[-1].strip() == say("tui.no-room-for-timeline", language)
        await pilot.resize_terminal(80, 24)
        await pilot.press("T")
        assert step_screen(app).scrubs
        await pilot.resize_terminal(80, 20)
        await pilot.press("down")
        assert step_screen(app).session.run.position == (1, 0)
    app = app_on(Session(graph_model()), language)
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.press("T")
        assert screen_rows(app)[-1].strip() == say("tui.no-training", language)

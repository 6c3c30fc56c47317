"""The keys that move through time, and what happens when they come faster than the screen is drawn."""

from __future__ import annotations

import asyncio

import pytest
from textual import events

from tests.tui.support import (
    app_on,
    batched_model,
    foot,
    graph_model,
    large_model,
    screen_rows,
    screen_text,
    session,
    step_screen,
    xor_model,
)
from tutor.engine.run import Run
from tutor.messages import LANGUAGES, Language, say
from tutor.tui.app import TutorApp
from tutor.tui.bookmarks import LONGEST_NAME, bookmarks, mark, named
from tutor.tui.screens.bookmarks import BookmarksScreen
from tutor.tui.screens.step import StepScreen
from tutor.tui.session import Place, Session


def names(it: Session) -> list[str]:
    return [one.name for one in it.bookmarks]


def send(app: TutorApp, key: str, times: int) -> None:
    """A key that is held down, as the terminal sends it."""
    driver = app._driver
    assert driver is not None
    for _ in range(times):
        driver.send_message(events.Key(key, None))


async def test_ten_a_hundred_and_an_epoch() -> None:
    it = session()
    async with app_on(it).run_test(size=(100, 30)) as pilot:
        for key, update in (
            ("greater_than_sign", 10), ("right_curly_bracket", 110), ("less_than_sign", 100),
            ("left_curly_bracket", 0), ("right_curly_bracket", 100), ("left_curly_bracket", 0), ("E", 1), ("ㄸ", 2),
            ("less_than_sign", 0),
        ):  # fmt: skip
            await pilot.press(key)
            assert it.run.position == (update, 0), key
        await pilot.press("right", "right", "greater_than_sign")
        assert it.run.position == (10, 2)


async def test_an_epoch_is_as_many_updates_as_there_are_batches() -> None:
    it = Session(batched_model())
    async with app_on(it).run_test(size=(100, 30)) as pilot:
        await pilot.press("E", "E")
        assert it.run.position == (2 * it.model.updates_per_epoch, 0)
        assert it.model.updates_per_epoch == 2


@pytest.mark.parametrize("key", ["greater_than_sign", "right_curly_bracket", "E"])
async def test_without_training_they_say_why_there_is_no_update(key: str) -> None:
    app = app_on(Session(graph_model()))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press(key)
        assert foot(app) == say("tui.no-training", "en")


async def test_before_the_first_update_there_is_none() -> None:
    app = app_on(session())
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("less_than_sign")
        assert foot(app) == say("tui.first-update", "en")


async def test_a_hundred_updates_of_a_large_net_can_be_ended_and_added_to() -> None:
    it = Session(large_model())
    app = app_on(it)
    async with app.run_test(size=(120, 36)) as pilot:
        send(app, "right_curly_bracket", 40)
        await pilot.pause()
        journey = step_screen(app)._journey
        assert journey is not None
        assert journey.update == 4000
        await pilot.press("escape")
        assert 0 < it.run.position.update < 4000


async def test_a_hundred_updates_end_where_numbers_are_lost_and_from_there_go_on() -> None:
    it = session("house-price", "unscaled")
    began = Run(it.model).run_until(None, 1000)
    app = app_on(it)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("right_curly_bracket")
        await pilot.pause()
        assert (it.run.position.update, it.run.lost_at()) == (began.update, began.began)
        await pilot.press("right_curly_bracket")
        await pilot.pause()
        assert it.run.position.update == began.update + 100
        assert it.run.lost_since() == began.began


def count_drawings(monkeypatch: pytest.MonkeyPatch) -> list[StepScreen]:
    """A list that gets the screen each time it is drawn from now on."""
    drawn: list[StepScreen] = []
    draw = StepScreen.draw

    def counted(screen: StepScreen) -> None:
        drawn.append(screen)
        draw(screen)

    monkeypatch.setattr(StepScreen, "draw", counted)
    return drawn


@pytest.mark.parametrize("name", ["dead", "unscaled"])
async def test_what_holds_is_drawn_once_and_not_again_while_the_keys_rest(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    it = session("house-price", name)
    it.run.go(50, 2)
    app = app_on(it)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("right")
        await asyncio.sleep(0.3)
        drawn = count_drawings(monkeypatch)
        await asyncio.sleep(0.4)
        assert drawn == []


async def test_what_is_known_is_jumped_to_and_not_computed_again() -> None:
    it = Session(xor_model())
    while not it.travel(Place(60_000, 0)):
        pass
    it.beginning()
    assert it.travel(Place(59_000, 4)), "in one stretch"
    fresh = Run(xor_model())
    fresh.go(59_000, 4)
    assert all(str(it.value(name)) == str(fresh.value(name)) for name in it.names)


@pytest.mark.parametrize(("key", "there", "back"), [("right", (12, 8), "left"), ("down", (200, 0), "up")])
async def test_a_key_that_is_held_is_counted_each_time_and_drawn_once(
    key: str, there: tuple[int, int], back: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=(120, 36)) as pilot:
        drawn = count_drawings(monkeypatch)
        send(app, key, 200)
        await pilot.pause()
        assert it.run.position == there
        assert len(drawn) < 20
        held = screen_text(app)
        drawn.clear()
        await pilot.press(back, key)
        assert len(drawn) == 2, "a single key is drawn at once"
        assert screen_text(app) == held


async def test_keys_that_come_between_are_each_obeyed() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=(100, 30)) as pilot:
        for _ in range(20):
            send(app, "right", 3)
            send(app, "left", 1)
        await pilot.pause()
        update, line = it.run.position
        assert update * len(it.run.lines) + line == 40
        assert f"line {line} of" in screen_rows(app)[0]


# Bookmarks


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_bookmark_is_set_listed_and_gone_to(language: Language) -> None:
    it = session()
    app = app_on(it, language)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("m")
        assert foot(app) == say("tui.bookmarked", language, name="0")
        await pilot.press("greater_than_sign", *["right"] * 7, "m", "m")
        assert foot(app) == say("tui.bookmarked-already", language, name="10/dW2")
        await pilot.press("end", "m", "down", "M")
        assert isinstance(app.screen, BookmarksScreen)
        text = screen_text(app)
        assert all(name in text for name in ("0", "10/dW2", "11/b2"))
        await pilot.press("up", "enter")
        await pilot.pause()
        assert it.run.position == (10, 7)
        assert foot(app) == say("tui.at-bookmark", language, name="10/dW2")
        await pilot.press("U")
        assert it.run.position == (11, 16)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_without_bookmarks_the_list_says_how_to_set_one(language: Language) -> None:
    app = app_on(session(), language)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("M")
        assert isinstance(app.screen, StepScreen)
        assert foot(app) == say("tui.no-bookmarks", language)


async def test_a_bookmark_is_renamed_gone_to_by_name_and_deleted() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("down", "down", "right", "m", "M", "r", "ctrl+u", *"best", "space", *"one", "enter")
        assert names(it) == ["best one"]
        await pilot.press("r", "x", "escape")
        assert names(it) == ["best one"]
        await pilot.press("escape", "home", "g")
        app.screen.query_one("Input").value = "best one"  # type: ignore[attr-defined]
        await pilot.press("enter")
        await pilot.pause()
        assert it.run.position == (2, 1)
        await pilot.press("M", "d")
        assert names(it) == []
        assert say("tui.bookmark-deleted", "en", name="best one") in screen_text(app)
        await pilot.press("d", "r", "enter", "escape", "U")
        assert names(it) == ["best one"]
        await pilot.press("U", "U", "U")  # going to it, going to the beginning, renaming it
        assert names(it) == ["2/z1"]


def test_a_bookmark_on_another_branch_leads_there() -> None:
    it = Session(xor_model())
    it.travel(Place(4, 0))
    branch = it.run.edit("b2", it.run.entering("b2") + 1)
    it.travel(Place(9, 3))
    marked = mark(it)
    it.run.switch(it.run.branches[0])
    it.beginning()
    found = it.find("9/z2")
    assert found.branch is None, "an address is one on this branch"
    place = Place(*marked.position, branch=marked.branch)
    assert it.travel(place)
    assert (it.run.branch, it.run.position) == (branch, (9, 3))
    it.run.drop(branch)
    assert bookmarks(it) == ()
    assert named(it, marked.name) is None


async def test_a_korean_name_is_found_with_the_letters_on_the_same_keys() -> None:
    it = session()
    app = app_on(it, "ko")
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("down", "m", "M", "ㄱ")
        field = app.screen.query_one("Input")
        field.value = "가장 좋은" + "x" * 100  # type: ignore[attr-defined]
        await pilot.press("enter", "escape", "home", "g")
        assert len(it.bookmarks[0].name) == LONGEST_NAME
        app.screen.query_one("Input").value = it.bookmarks[0].name  # type: ignore[attr-defined]
        await pilot.press("enter")
        await asyncio.sleep(0.05)
        await pilot.pause()
        assert it.run.position == (1, 0)

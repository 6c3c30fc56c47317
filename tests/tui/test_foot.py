"""A sentence at the foot is to be read whole in any window: it grows over what stands above it, until the next key."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from tests.tui.support import app_on, array, foot, screen_rows, session, step_screen
from tutor.engine.address import parse_address
from tutor.lesson.collection import Collection
from tutor.messages import LANGUAGES, Language, Message
from tutor.resources import assets_folder, lessons_folder
from tutor.tui.app import TutorApp
from tutor.tui.panels.keys import message
from tutor.tui.picture.tags import ToPanel
from tutor.tui.screens.compare import CompareScreen
from tutor.tui.screens.glossary import GlossaryScreen
from tutor.tui.screens.home import HomeScreen
from tutor.tui.screens.quiz import QuizScreen
from tutor.tui.screens.step import StepScreen
from tutor.tui.widgets.foot import Foot

LONG = Message("tui.goto-left-out", {"name": "dy"})
SIZES = [(60, 18), (80, 24), (120, 36)]

SCREENS: dict[type, tuple[str, ...]] = {
    StepScreen: (),
    HomeScreen: ("escape",),
    CompareScreen: ("b", "down", "c"),
    QuizScreen: ("t",),
    GlossaryScreen: ("f4",),
}


def app_with_branch(language: Language) -> TutorApp:
    it = session()
    it.run.edit("b2", array([3]))
    it.run.switch(it.run.branches[0])
    return app_on(it, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("screen", SCREENS)
async def test_a_long_sentence_is_whole_on_every_screen_and_moves_nothing(
    screen: type, size: tuple[int, int], language: Language
) -> None:
    app = app_with_branch(language)
    async with app.run_test(size=size) as pilot:
        await pilot.press(*SCREENS[screen])
        await pilot.pause(0.2)
        assert type(app.screen) is screen
        before = screen_rows(app)
        app.tell(LONG)
        await pilot.pause()
        assert foot(app) == LONG.say(language)
        rows = app.screen.query_one(Foot).region.height
        assert rows == message(LONG.say(language), size[0]).height
        assert screen_rows(app)[:-rows] == before[:-rows]


@pytest.mark.parametrize("keys", [("right",), ("b", "down", "c")], ids=["step", "sheet"])
async def test_the_next_key_uncovers_what_it_covered(keys: tuple[str, ...]) -> None:
    app = app_with_branch("en")
    async with app.run_test(size=(60, 18)) as pilot:
        await pilot.press(*keys)
        await pilot.pause(0.2)
        covered = screen_rows(app)
        app.tell(LONG)
        await pilot.pause()
        assert screen_rows(app) != covered
        await pilot.press("left", "right")
        await pilot.pause(0.2)
        shown = screen_rows(app)
        await pilot.press("left", "right")
        await pilot.pause(0.2)
        assert screen_rows(app) == shown
        assert app.screen.query_one(Foot).region.height == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
async def test_what_an_address_at_the_start_is_told_is_whole(size: tuple[int, int], language: Language) -> None:
    it = session()
    collection = Collection(lessons_folder(), assets_folder(), [])
    app = TutorApp(collection, language, it, parse_address("0/dy"))
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.2)
        assert foot(app) == Message("tui.goto-fused", {"name": "dy"}).say(language)


async def test_a_search_is_still_to_be_seen_under_a_sentence_at_home() -> None:
    app = app_on(session())
    async with app.run_test(size=(60, 18)) as pilot:
        await pilot.press("escape", "slash", *"xo")
        await pilot.pause()
        app.tell(LONG)
        await pilot.pause()
        assert LONG.say("en") in foot(app)
        assert screen_rows(app)[-1].strip() == "/ xo"


async def test_a_click_on_a_sentence_does_not_reach_what_it_covers() -> None:
    app = app_on(session())
    async with app.run_test(size=(60, 18)) as pilot:
        await pilot.pause(0.2)
        shown = step_screen(app).shown_panels
        heading = next(y for y, row in enumerate(screen_rows(app)) if "• note" in row)
        app.tell(Message("tui.goto-unknown", {"name": "x", "known": "word " * 500}))
        await pilot.pause()
        foot_view = app.screen.query_one(Foot)
        assert foot_view.region.y == 0  # over all of the window, and not beyond it
        for x in range(1, 60):
            assert not isinstance(foot_view.tag_at(x, heading), ToPanel)
        await _click_everywhere(pilot, heading)
        assert step_screen(app).shown_panels == shown


async def _click_everywhere(pilot: Pilot[None], y: int) -> None:
    for x in range(1, 60, 4):
        await pilot.click(offset=(x, y))

"""The other variants of a lesson run along with it: their curves stand beside its own."""

from __future__ import annotations

import numpy as np
import pytest

from tests.tui.support import app_on, graph_model, lesson, screen_text, session, step_screen
from tutor.engine.run import Run
from tutor.messages import LANGUAGES, Language
from tutor.tui.companions import turn_companions
from tutor.tui.moment import Moment
from tutor.tui.session import Session
from tutor.tui.views.table import entry


def run_along(it: Session) -> None:
    """Until the other variants are where the lesson is."""
    assert it.companions is not None
    for _ in range(500):
        if not it.companions.behind(it.run.position.update):
            return
        it.companions.follow(it.run.position.update)
    pytest.fail("they never arrive")


def test_they_come_to_the_update_where_the_lesson_stands_and_what_they_show_is_a_run_of_theirs() -> None:
    it = session("optimisers")
    assert turn_companions(it).key == "tui.companions-on"
    assert it.companions is not None
    assert [racer.session.variant for racer in it.companions.racers] == [
        name for name in (None, *lesson("optimisers").variants) if name is not None
    ]
    it.advance(20)
    run_along(it)
    for racer in it.companions.racers:
        assert racer.update == 20
        own = Run(lesson("optimisers").model(racer.session.variant))
        own.go(20)
        for name in own.learned:
            assert np.array_equal(racer.session.run.entering(name), own.entering(name))
    assert it.run.position.update == 20
    it.advance(-15)
    run_along(it)
    assert {racer.update for racer in it.companions.racers} == {20}  # nobody goes back: their curves are there already


def test_again_leaves_them_out_and_where_there_are_none_it_is_said() -> None:
    it = session("optimisers")
    turn_companions(it)
    assert turn_companions(it).key == "tui.companions-off"
    assert it.companions is None
    assert turn_companions(Session(graph_model())).key == "tui.companions-none"
    assert turn_companions(session("apples")).key == "tui.companions-none"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_key_draws_their_curves_and_names_them(language: Language) -> None:
    it = session("xor")
    app = app_on(it, language)
    async with app.run_test(size=(140, 44)) as pilot:
        await pilot.press("right_curly_bracket", "O")
        screen = step_screen(app)
        for _ in range(200):
            screen._do_next()
        await pilot.pause()
        assert it.pictures.view.kind == "curve"
        shown = screen_text(app)
        assert it.companions is not None
        for racer in it.companions.racers:
            title = racer.title.say(language)
            assert title.split()[0] in shown
            assert f"{title}, " in entry("curve").describe(Moment(it, language), it.pictures.options)
        await pilot.press("O")
        await pilot.pause()
        assert it.companions is None

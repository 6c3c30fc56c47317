"""The race: who takes part, that all of them stand side by side, when it is over, and what its page shows."""

from __future__ import annotations

import pytest

from tests.tui.support import graph_model, lesson, session, xor_model
from tutor.engine.run import Run
from tutor.formula.tree import Name
from tutor.messages import LANGUAGES, Language, Message
from tutor.tui.panels.race import Look, pictures_of, race_page
from tutor.tui.race import MOST, Race, race_of
from tutor.tui.session import Session


def race(name: str, variant: str | None = None) -> Race:
    found = race_of(session(name, variant))
    assert isinstance(found, Race)
    return found


def arrive(it: Race) -> None:
    while it.go_on():
        pass


def titles(it: Race) -> list[str]:
    return [racer.title.say("en") for racer in it.racers]


def test_the_variants_of_a_lesson_race() -> None:
    it = race("optimisers")
    assert titles(it) == ["the lesson itself", "Momentum", "AdaGrad", "Adam"]
    assert it.numbers == (Name("f"),)


def test_the_branches_race_where_there_are_any() -> None:
    opened = session()
    opened.run.go(3)
    opened.run.edit("W2", opened.run.entering("W2") * 2)
    opened.run.go(9)
    before = opened.run.position, opened.run.branch
    it = race_of(opened)
    assert isinstance(it, Race)
    assert titles(it) == ["the lesson's own run", "branch 1"]
    it.head_for(8)
    arrive(it)
    assert (opened.run.position, opened.run.branch) == before
    for racer, branch in zip(it.racers, opened.run.branches, strict=True):
        opened.run.switch(branch)
        opened.run.go(8)
        assert racer.session.run.entering("W1").tobytes() == opened.run.entering("W1").tobytes()


@pytest.mark.parametrize("opened", [Session(graph_model()), Session(xor_model())])
def test_where_nobody_races_it_is_said(opened: Session) -> None:
    said = race_of(opened)
    assert isinstance(said, Message)
    assert said.say("en")


def test_no_more_take_part_than_can_be_told_apart_and_the_open_one_is_among_them() -> None:
    for variant in (None, *lesson("gradient-descent").variants):
        found = race_of(session("gradient-descent", variant))
        if isinstance(found, Race):
            assert len(found.racers) <= MOST
            assert variant in [racer.session.variant for racer in found.racers]


def test_all_stand_where_each_of_them_would_stand_alone() -> None:
    it = race("optimisers")
    for update in (1, 11, 30, 20, 0):
        it.head_for(update)
        arrive(it)
        assert it.update == update
        for racer in it.racers:
            alone = Run(racer.session.model)
            alone.go(update)
            assert racer.update == update
            assert racer.session.run.entering("x") == alone.entering("x")


def test_published_places_after_thirty_updates() -> None:
    it = race("optimisers")
    it.head_for(30)
    arrive(it)
    places = [(float(r.session.run.entering("x")), float(r.session.run.entering("y"))) for r in it.racers]
    assert places[0] == pytest.approx((-0.35039300, 0.08478232))
    assert places[1] == pytest.approx((0.89641386, 0.08808560))
    assert places[2] == pytest.approx((-0.12016232, 0.0), abs=1e-8)
    assert places[3] == pytest.approx((0.13600685, 0.31824538))


def test_it_ends_when_all_have_met_their_condition() -> None:
    it = race("xor")
    it.head_for_the_end()
    arrive(it)
    finished = {racer.session.variant: racer.finished for racer in it.racers}
    alone = Run(lesson("xor").model())
    assert finished[None] == alone.run_until(lesson("xor").model().until, 20_000).update
    assert it.update == it.limit  # one of them never learns
    quick = [racer for racer in it.racers if racer.finished is not None]
    both = Race(quick)
    both.head_for_the_end()
    arrive(both)
    assert both.update == max(racer.finished or 0 for racer in quick)


def test_one_that_is_lost_stays_and_the_others_go_on() -> None:
    it = race("hyper-parameters")
    it.head_for(50)
    arrive(it)
    lost = [racer for racer in it.racers if racer.lost is not None]
    assert len(lost) == 1
    assert lost[0].update == lost[0].lost
    assert all(racer.update == 50 for racer in it.racers if racer.lost is None)
    assert "not finite since" in race_page(it, "en", 100, 24, Look()).plain()
    it.head_for(1)
    arrive(it)
    assert all(racer.update == 1 for racer in it.racers)


def test_stopping_on_the_way_leaves_all_at_one_update() -> None:
    it = race("xor")
    it.head_for_the_end()
    it.go_on()
    it.stop()
    assert not it.runs
    assert {racer.update for racer in it.racers} == {it.update}


def test_the_table() -> None:
    it = race("optimisers")
    it.head_for(30)
    arrive(it)
    rows = race_page(it, "en", 80, 22, Look()).plain().split("\n")
    assert rows[0].split() == ["f", "x", "y"]
    assert [row.split()[0] for row in rows[1:5]] == ["●", "◆", "▲", "■"]
    assert rows[1].split()[-3:] == ["0.01333", "−0.3504", "0.08478"]


def test_the_paths_are_seen_over_one_landscape_and_every_mark_on_it() -> None:
    it = race("optimisers")
    assert pictures_of(it)[0] is None
    it.head_for(5)
    arrive(it)
    below = race_page(it, "en", 80, 26, Look()).plain().split("\n\n", 1)[1]
    assert all(below.count(mark) == 1 for mark in "●◆▲■")
    beside = race_page(it, "en", 120, 30, Look()).plain()
    assert "updates" in beside
    assert beside.count("└") == 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["optimisers", "hyper-parameters", "xor", "weight-decay", "gradient-descent"])
def test_a_page_fills_no_more_than_its_room(name: str, language: Language) -> None:
    it = race(name)
    it.head_for(7)
    arrive(it)
    for width, height in ((60, 16), (80, 22), (120, 34), (200, 60)):
        for at in range(len(pictures_of(it))):
            page = race_page(it, language, width, height, Look(at, log=bool(at % 2)))
            assert page.width <= width
            assert page.height <= height


def test_ascii_alone() -> None:
    it = race("optimisers")
    it.head_for(7)
    arrive(it)
    page = race_page(it, "en", 80, 22, Look(1, "ascii")).plain()
    assert all(mark in page for mark in "o#^*")
    assert not any("⠀" <= character <= "⣿" or "─" <= character <= "╿" for character in page)

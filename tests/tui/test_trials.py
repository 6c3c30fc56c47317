"""A search as the screen runs it: stretches, the chosen trial, what is taken from it; and its page."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.tui.support import lesson, session, xor_model
from tutor.engine.model import Watch
from tutor.engine.ranges import Range, Search
from tutor.engine.run import Run
from tutor.engine.search import Study
from tutor.formula.parse import parse_expression
from tutor.messages import LANGUAGES, Language, Message
from tutor.tui.panels.search import Look, search_page
from tutor.tui.panels.search_picture import LEVELS, LOST, levels_of, pictures_of
from tutor.tui.session import Session
from tutor.tui.settings import Glyphs
from tutor.tui.trials import Trials, take, trials_of

ETA, LAM, MU = Range("eta", 0.01, 100.0, "log"), Range("lam", 0.0, 1.0), Range("mu", 0.0, 2.0)
SHORT = ETA._replace(high=1.0)
SEARCH = Search((ETA, LAM), trials=12, updates=20, watch="loss", highest=False, rounds=3, seed=1)
WATCH = {"loss": Watch(parse_expression("L"))}


def penalised(terms: str = "lam * sum(W2**2)", **hyper: float) -> Session:
    """XOR with a penalty: a small net, so that a search of it takes no time."""
    made = xor_model()
    lines = [*made.forward[:-1], made.forward[-1]._replace(expr=parse_expression(f"bce(y, Y) + {terms}"))]
    given = {"eta": 1.0, "lam": 0.0, **hyper}
    return Session(replace(made, forward=tuple(lines), hyper=given, watches=WATCH))


def searching(opened: Session, search: Search = SEARCH) -> Trials:
    return Trials(Study(opened.model, search))


def through(trials: Trials) -> Trials:
    while trials.go_on():
        pass
    return trials


def test_a_lesson_with_a_search_has_one_and_keeps_it() -> None:
    opened = session("hyper-parameters")
    trials = trials_of(opened)
    assert isinstance(trials, Trials)
    assert trials_of(opened) is trials
    assert trials.study.search == lesson("hyper-parameters").search


@pytest.mark.parametrize("opened", [session("xor"), penalised(), session("hyper-parameters", "log-scale")])
def test_where_there_is_no_search_it_is_said(opened: Session) -> None:
    said = trials_of(opened)
    assert isinstance(said, Message)
    assert all(said.say(language).strip() for language in LANGUAGES)
    assert opened.trials is None


def test_stretch_by_stretch_it_finds_what_it_finds_at_once() -> None:
    trials = through(searching(penalised()))
    assert trials.study.trials == list(Study(penalised().model, SEARCH))
    assert trials.chosen is trials.study.best
    assert not trials.runs


def test_the_chosen_trial_is_the_best_until_one_is_selected() -> None:
    trials = searching(penalised())
    through(trials)
    made, best = trials.study.trials, trials.study.best
    assert best is not None
    at = made.index(best)
    trials.move(-1)
    assert trials.chosen is made[max(at - 1, 0)]
    trials.move(-1000)
    assert trials.chosen is made[0]
    trials.move(1000)
    assert trials.chosen is made[-1]
    trials.select(None)
    assert trials.chosen is best


def test_before_anything_was_tried_there_is_nothing_to_choose() -> None:
    trials = searching(penalised())
    trials.move(1)
    assert trials.chosen is None


def test_a_trial_that_is_taken_is_a_branch_from_the_beginning_that_gives_what_the_search_saw() -> None:
    opened = penalised()
    trials = through(searching(opened))
    opened.run.go(7, 3)
    opened.run.edit("W2", opened.run.entering("W2") * 2)
    before = opened.run.position, opened.run.branch, len(opened.run.branches)
    trial = trials.study.trials[3]
    said = take(opened, trial)
    run = opened.run
    assert "branch 2" in said.say("en")
    assert run.position == (0, 0)
    assert run.branch.parent is run.branches[0]
    assert {edit.name: float(edit.value) for edit in run.branch.own_edits} == trial.values
    run.go(SEARCH.updates)
    run.go(SEARCH.updates, len(run.lines) - len(run.programs.update))
    assert run.watches()["loss"] == trial.watch
    undone = opened.undo.back()
    assert undone is not None
    assert undone.what.say("en") == "taking trial 1.4"
    assert (opened.run.position, opened.run.branch, len(opened.run.branches)) == before
    opened.undo.forth()
    assert opened.run.hyper == pytest.approx({"eta": 1.0, "lam": 0.0} | dict(trial.values))


# How good a trial is


def test_levels_go_down_from_the_best_and_lost_trials_have_none() -> None:
    study = through(searching(penalised(), SEARCH._replace(updates=400, ranges=(ETA._replace(high=1e9), LAM)))).study
    levels = levels_of(study)
    assert levels.level(study.best) == 0  # type: ignore[arg-type]
    kept = sorted((trial for trial in study.trials if trial.lost is None), key=lambda trial: trial.watch)
    found = [levels.level(trial) for trial in kept]
    assert found == sorted(found, key=lambda level: -1 if level is None else level)
    assert len(set(found)) > 2
    assert found[-1] == 3
    lost = [trial for trial in study.trials if trial.lost is not None]
    assert lost
    assert {levels.level(trial) for trial in lost} == {None}


def test_levels_of_a_highest_watch_mirror_those_of_a_lowest() -> None:
    opened = penalised()
    up = replace(opened.model, watches={"loss": Watch(parse_expression("-L"))})
    low, high = Study(opened.model, SEARCH), Study(up, SEARCH._replace(highest=True))
    for trial, mirrored in zip(low, high, strict=True):
        assert trial.values == mirrored.values
        assert levels_of(low).level(trial) == levels_of(high).level(mirrored)


def test_equal_trials_are_all_as_good_as_the_best() -> None:
    opened = penalised()
    same = replace(opened.model, watches={"loss": Watch(parse_expression("0 * L"))})
    study = through(Trials(Study(same, SEARCH._replace(ranges=(SHORT, LAM))))).study
    assert {levels_of(study).level(trial) for trial in study.trials} == {0}


# The page


def page(
    trials: Trials, language: Language = "en", width: int = 100, height: int = 30, look: Look | None = None
) -> str:
    return search_page(trials, penalised(), language, width, height, look or Look()).plain()


def test_pictures_are_over_each_two_and_then_over_each_one() -> None:
    opened = penalised("lam * sum(W2**2) + mu * sum(W1**2)", mu=0.0)
    trials = through(searching(opened, SEARCH._replace(ranges=(ETA, LAM, MU))))
    names = [tuple(found.name for found in over) for over in pictures_of(trials.study)]
    assert names == [("eta", "lam"), ("eta", "mu"), ("lam", "mu"), ("eta",), ("lam",), ("mu",)]
    shown = [page(trials, width=140, look=Look(at)) for at in range(6)]
    assert len(set(shown)) == 6
    assert page(trials, width=140, look=Look(6)) == shown[0]


def test_it_shows_rounds_way_best_and_list() -> None:
    trials = searching(penalised())
    assert "No trial is through yet" in page(trials)
    through(trials)
    best = trials.study.best
    assert best is not None
    text = page(trials)
    assert all(f"round {number}" in text for number in (1, 2, 3))
    assert "All trials are made (36)" in text
    assert f"best: trial {best.round}.{best.number}" in text
    assert any(line.split()[-6:-4] == ["▸", "★"] for line in text.split("\n"))
    assert "η 0.01 … 100" in text


def test_each_trial_stands_where_its_numbers_say() -> None:
    """One trial at a time, with no frames beside it: the column and row of its mark, worked out from the axes."""
    opened = penalised()
    trials = searching(opened, SEARCH._replace(trials=1, rounds=1, ranges=(SHORT, LAM)))
    through(trials)
    trial = trials.study.trials[0]
    rows = page(trials, width=100, height=30).split("\n")
    top = next(number for number, line in enumerate(rows) if "┤" in line or "│" in line)
    bottom = next(number for number, line in enumerate(rows) if "└" in line)
    left = rows[bottom].index("└") + 1
    across = rows[bottom][left:].split(" ")[0]
    row = next(number for number in range(top, bottom) if "★" in rows[number][left : left + len(across)])
    part = np.log(trial.values["eta"] / 0.01) / np.log(1.0 / 0.01)
    assert rows[row].index("★", left) - left == int(part * len(across))
    assert bottom - 1 - row == int(trial.values["lam"] * (bottom - top))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_fills_no_more_than_its_room(language: Language) -> None:
    trials = searching(penalised())
    for _ in range(2):
        for width, height in ((40, 12), (60, 16), (80, 22), (120, 34), (200, 60)):
            for at in range(3):
                drawn = search_page(trials, penalised(), language, width, height, Look(at))
                assert drawn.width <= width
                assert drawn.height <= height
        through(trials)


@pytest.mark.parametrize("glyphs", ["braille", "ascii"])
def test_without_colour_the_marks_say_it_and_ascii_is_enough(glyphs: Glyphs) -> None:
    wide = SEARCH._replace(updates=400, ranges=(ETA._replace(high=1e9), LAM))
    text = page(through(searching(penalised(), wide)), width=120, height=60, look=Look(0, glyphs))
    assert all(f"{mark} " in text for mark in (*LEVELS[glyphs], LOST[glyphs]))
    if glyphs == "ascii":
        assert not any("⠀" <= sign <= "⣿" or "─" <= sign <= "╿" or sign in "●◐○▸★✗" for sign in text)


def test_while_all_are_lost_the_page_says_so() -> None:
    opened = penalised()
    lost = SEARCH._replace(ranges=(Range("eta", 1e200, 1e300, "log"), LAM), updates=5)
    trials = through(searching(opened, lost))
    assert trials.study.best is None
    assert "No trial kept its numbers finite" in page(trials)
    trials.move(1)
    assert trials.chosen is trials.study.trials[-1]
    assert "not finite since update" in page(trials)


def test_the_search_of_the_lesson_is_a_run_of_its_own() -> None:
    """Nothing that the search does is seen in the session that it belongs to."""
    opened = session("hyper-parameters")
    opened.run.go(2, 4)
    before = opened.run.position, [*opened.run.branches]
    trials = trials_of(opened)
    assert isinstance(trials, Trials)
    trials.go_on()
    assert (opened.run.position, opened.run.branches) == before
    assert isinstance(opened.run, Run)

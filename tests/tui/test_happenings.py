"""What begins is said once, where it begins, and what a learner can try."""

from __future__ import annotations

import numpy as np
import pytest

from tests.tui.support import array, lesson, model, text_of, xor_model
from tutor.engine.model import Model
from tutor.engine.rules import RULES
from tutor.engine.signs import Sign
from tutor.messages import LANGUAGES, Language, Message
from tutor.tui.branching import set_value
from tutor.tui.happenings import Happenings, sentences
from tutor.tui.moment import Moment
from tutor.tui.panels.note import note
from tutor.tui.session import Session


def kinds(of: Session) -> list[str]:
    return [sign.kind for sign in of.happenings.begun(of.run)]


def relu_model(eta: float = 5.0) -> Model:
    """The first update kills the only unit: its bias goes far below zero."""
    return model(
        "z = X @ w + b\nh = relu(z)\nL = 0.5 * sum((h - t)**2)",
        {"w": np.array([[1.0]]), "b": np.array([0.0])},
        {"X": array([1.0], [2.0]), "t": array([-1.0], [-1.0])},
        update=RULES["sgd"],
        hyper={"eta": eta},
    )


def test_it_is_said_where_it_begins_and_not_again() -> None:
    it = Session(relu_model())
    assert kinds(it) == []
    found = []
    for _ in range(12):
        it.forward()
        found.append((it.run.position, kinds(it)))
    begun = [(position.update, what) for position, what in found if what]
    assert begun
    assert {update for update, _ in begun} == {1}  # said for as long as one stands in this update
    it.advance(1)
    assert kinds(it) == []
    it.advance(3)
    assert kinds(it) == []


def test_what_is_still_to_come_is_not_given_away() -> None:
    it = Session(relu_model())
    it.end()
    assert kinds(it) == []
    it.forward()
    assert it.run.position == (1, 1)
    assert kinds(it) == []
    it.forward()
    it.forward()
    assert kinds(it) == ["dead"]


def test_when_updates_are_gone_through_each_is_looked_at() -> None:
    it = Session(relu_model())
    kinds(it)
    it.advance(1)
    assert it.run.position == (1, 0)
    assert kinds(it) == ["dead"]
    assert it.run.position == (1, 0)


def test_an_edit_that_mends_it_and_one_that_brings_it_back() -> None:
    it = Session(relu_model(eta=0.01))
    it.end()
    assert kinds(it) == []
    it.beginning()
    set_value(it, "b", np.array([-50.0]))
    it.end()
    assert kinds(it) == ["dead"]
    it.beginning()
    set_value(it, "b", np.array([1.0]))
    it.end()
    assert kinds(it) == []
    it.beginning()
    set_value(it, "b", np.array([-50.0]))
    it.end()
    assert kinds(it) == ["dead"]


def test_a_plateau_is_said_when_it_begins() -> None:
    it = Session(xor_model(eta=1e-9))
    for update in range(90, 120):
        it.run.go(update)
        found = kinds(it)
        assert found == (["plateau"] if update == 100 else []), update


def test_what_comes_and_goes_is_not_said_each_time() -> None:
    happenings = Happenings()
    it = Session(relu_model(eta=0.0))
    steps: list[tuple[int, float, bool]] = [(1, -9, True), (2, 9, False), (3, -9, False), (4, 9, False), (60, -9, True)]
    for update, bias, is_said in steps:  # parameters are moved behind the run's back: no edit, no other branch
        it.run.go(update, 0)
        it.run._passes.learned.values["b"][...] = bias
        it.run.go(update, 3)
        assert bool(happenings.begun(it.run)) is is_said, update


def test_signs_of_one_kind_are_one_sentence() -> None:
    two = (
        Sign("dead", Message("engine.sign-dead", {"name": "h1", "units": "1", "count": 1}), "3/h1", (0,)),
        Sign("dead", Message("engine.sign-dead", {"name": "h2", "units": "4", "count": 1}), "3/h2", (3,)),
        Sign("plateau", Message("engine.sign-plateau", {"name": "L", "updates": 100, "value": "1"}), "3/L"),
    )
    said = [message.say("en") for message in sentences(two)]
    assert len(said) == 2
    assert said[0].endswith("The same in: h₂")
    assert sentences(()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_note_begins_with_it(language: Language) -> None:
    it = Session(relu_model())
    kinds(it)
    it.advance(1)
    it.end()
    moment = Moment(it, language)
    assert moment.alarms == []  # drawing looks at nothing that has not been looked at: that waits until the keys rest
    assert kinds(it) == ["dead"]
    message = moment.alarms[0].say(language)
    rows = text_of(note(moment, 200, 10))
    assert rows[0] == message
    assert {"en": "no gradient", "ko": "leaky_relu"}[language] in message


def test_a_lost_number_is_said_wherever_one_stands_and_alone() -> None:
    it = Session(xor_model(eta=1e306))
    it.advance(3)
    it.end()
    assert len(Moment(it, "en").alarms) == 1
    it.forward()
    it.end()
    assert [message.key for message in Moment(it, "en").alarms] == ["tui.lost-since"]


def test_looking_leaves_everything_where_it_was() -> None:
    it, other = Session(xor_model()), Session(xor_model())
    for session in (it, other):
        session.advance(7)
        session.forward()
    kinds(it)
    assert it.run.position == other.run.position
    for name in it.names:
        mine, theirs = it.value(name), other.value(name)
        assert (mine is None) == (theirs is None)
        assert mine is None or np.array_equal(mine, theirs)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_note_tells_that_the_goal_is_reached_as_soon_as_it_is_seen(language: Language) -> None:
    it = Session(lesson("xor-from-gates").model(), lesson("xor-from-gates"))
    set_value(it, "W2", array([0.4], [0.4]))
    set_value(it, "b2", np.array([-0.6]))
    goal = {"en": "The goal is reached", "ko": "목표를 이뤘어요"}[language]
    assert goal not in note(Moment(it, language), 100, 20).plain()
    it.end()
    assert goal in note(Moment(it, language), 100, 20).plain()

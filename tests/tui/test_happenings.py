"""What is seen is said for as long as it holds, with what a learner can try."""

from __future__ import annotations

import numpy as np
import pytest

from tests.tui.support import array, lesson, model, session, text_of, xor_model
from tutor.engine.model import Model
from tutor.engine.rules import RULES
from tutor.engine.run import Run
from tutor.engine.signs import Sign
from tutor.messages import LANGUAGES, Language, Message
from tutor.tui.branching import set_value
from tutor.tui.happenings import Happenings, sentences
from tutor.tui.moment import Moment
from tutor.tui.panels.note import note
from tutor.tui.session import Session


def kinds(of: Session) -> list[str]:
    return [sign.kind for sign in of.happenings.seen(of.run)]


def begun(of: Session) -> list[str]:
    of.happenings.seen(of.run)
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


def said(of: Session) -> list[str]:
    """What the note says here, before and after the pass is looked at; what holds all the while is said in both."""
    before = [message.key for message in Moment(of, "en").alarms]
    kinds(of)
    after = [message.key for message in Moment(of, "en").alarms]
    assert before in (after, [])
    return after


def test_it_is_said_from_where_it_begins_on_line_after_line_and_update_after_update() -> None:
    it = Session(relu_model())
    assert said(it) == []
    found = []
    for _ in range(30):
        it.forward()
        found.append(said(it))
    first = found.index(["engine.sign-dead"])
    assert found[:first] == [[]] * first
    assert found[first:] == [["engine.sign-dead"]] * (30 - first)
    for updates in (1, 1, 10, -5):
        it.advance(updates)
        assert Moment(it, "en").alarms  # it does not go away until the pass is looked at
        assert said(it) == ["engine.sign-dead"]
    it.beginning()
    assert kinds(it) == []


def test_what_is_said_is_the_same_whichever_way_one_came() -> None:
    walked = session("house-price", "dead")
    for _ in range(4):
        walked.forward()
    kinds(walked)
    for update in (1, 2):
        walked.advance(1)
        opened = session("house-price", "dead")
        opened.run.go(update)
        assert said(walked) == said(opened) == ["engine.sign-dead"]


def test_it_begins_once() -> None:
    it = Session(relu_model())
    assert begun(it) == []
    found = []
    for _ in range(12):
        it.forward()
        found.append((it.run.position, begun(it)))
    assert {position.update for position, what in found if what} == {1}  # for as long as one stands in this update
    it.advance(1)
    assert begun(it) == []
    it.advance(3)
    assert begun(it) == []


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


def test_a_plateau_is_said_from_where_it_begins_on() -> None:
    it = Session(xor_model(eta=1e-9))
    for update in range(90, 120):
        it.run.go(update)
        assert begun(it) == (["plateau"] if update == 100 else []), update
        assert kinds(it) == (["plateau"] if update >= 100 else []), update


def test_what_comes_and_goes_does_not_begin_each_time() -> None:
    happenings = Happenings()
    it = Session(relu_model(eta=0.0))
    steps: list[tuple[int, float, bool]] = [(1, -9, True), (2, 9, False), (3, -9, False), (4, 9, False), (60, -9, True)]
    for update, bias, is_said in steps:  # parameters are moved behind the run's back: no edit, no other branch
        it.run.go(update, 0)
        it.run._passes.learned.values["b"][...] = bias
        it.run.go(update, 3)
        assert bool(happenings.seen(it.run)) is (bias < 0), update
        assert bool(happenings.begun(it.run)) is is_said, update


def test_signs_of_one_kind_are_one_sentence() -> None:
    two = (
        Sign("dead", Message("engine.sign-dead", {"name": "h1", "units": "1", "count": 1}), "3/h1", (0,)),
        Sign("dead", Message("engine.sign-dead", {"name": "h2", "units": "4", "count": 1}), "3/h2", (3,)),
        Sign("plateau", Message("engine.sign-plateau", {"name": "L", "updates": 100, "value": "1"}), "3/L"),
    )
    texts = [message.say("en") for message in sentences(two)]
    assert len(texts) == 2
    assert texts[0].endswith(". The same in: h₂.")
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
    it = session("house-price", "unscaled")
    began = Run(it.model).run_until(None, 1000)
    for update in (began.update, began.update + 1, 2 * began.update, 100):
        for line in range(len(it.run.lines) + 1):
            it.run.go(update, line)
            kinds(it)
            (alarm,) = Moment(it, "en").alarms or [Message("none")]
            if (update, line) < (began.update, 3):
                assert alarm.key == "none"  # of what is still to come nothing is said
            else:
                assert alarm.parameters == {"address": began.began}, (update, line)
                assert alarm.key == ("engine.sign-diverged" if update == began.update else "tui.lost-since")


@pytest.mark.parametrize("language", LANGUAGES)
def test_signs_are_sentences(language: Language) -> None:
    keys = ("sign-diverged", "sign-dead", "sign-dead-units", "sign-saturated", "sign-saturated-units", "sign-plateau")
    gaps = {"address": "27/L", "name": "L", "units": "1", "count": 1, "updates": 100, "value": "0.7"}
    messages = [Message(f"engine.{key}", gaps) for key in (*keys, "sign-settled")]
    messages += [Message("tui.lost-since", gaps), Message("tui.sign-also", {"first": messages[1], "names": "h₂"})]
    for text in (message.say(language) for message in messages):
        assert text.endswith(".")
        assert text[0].upper() == text[0]


def test_looking_leaves_everything_where_it_was() -> None:
    it, other = Session(xor_model()), Session(xor_model())
    for each in (it, other):
        each.advance(7)
        each.forward()
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

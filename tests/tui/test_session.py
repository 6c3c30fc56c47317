"""Moving through a lesson: every key's move, addresses, and what a step changed."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest

from tests.tui.support import batched_model, graph_model, session, value, xor_model
from tutor.engine.address import AddressError, parse_address
from tutor.engine.model import Model
from tutor.engine.rules import RULES
from tutor.engine.run import Run
from tutor.formula.operations.operation import Array
from tutor.formula.parse import parse_program
from tutor.tui.session import NoSuchPlaceError, Place, Selected, Session


def opened(model: Model | None = None) -> Session:
    return Session(model or xor_model())


def go(it: Session, text: str) -> None:
    place = it.find(text)
    while not it.travel(place):
        pass


def same(one: Array | None, other: Array | None) -> bool:
    if one is None or other is None:
        return one is other
    return np.array_equal(one, other, equal_nan=True)


def test_a_step_runs_a_line_and_goes_into_the_next_pass() -> None:
    it = opened()
    for _ in range(16):
        assert it.forward() is None
    assert it.run.position == (0, 16)
    assert it.forward() is None
    assert it.run.position == (1, 1)


def test_back_goes_into_the_pass_before_and_says_where_the_beginning_is() -> None:
    it = opened()
    go(it, "1")
    it.forward()
    assert it.back() is None
    assert it.run.position == (0, 16)
    it.beginning()
    assert it.run.position == (0, 0)
    said = it.back()
    assert said is not None
    assert said.key == "tui.at-beginning"
    assert it.run.position == (0, 0)


def test_an_update_keeps_its_line() -> None:
    it = opened()
    go(it, "3/dz1")
    it.advance(1)
    assert it.run.position == (4, 10)
    it.advance(-2)
    assert it.run.position == (2, 10)


def test_before_the_first_update_there_is_none_and_it_is_said() -> None:
    it = opened()
    said = it.advance(-1)
    assert said is not None
    assert said.key == "tui.first-update"


def test_a_lesson_without_training_says_why_there_are_no_updates() -> None:
    it = opened(graph_model())
    said = it.advance(1)
    assert said is not None
    assert said.key == "tui.no-training"
    it.end()
    said = it.forward()
    assert said is not None
    assert said.key == "tui.no-training"


@pytest.mark.parametrize(
    ("text", "position", "selected"),
    [
        ("12", (12, 0), None),
        ("dW1", (3, 11), Selected("dW1")),
        ("12/dW1[0, 1]", (12, 11), Selected("dW1", (0, 1))),
        ("0/L", (0, 5), Selected("L")),
        ("7/W1", (7, 0), Selected("W1")),
        ("2/X[3,0]", (2, 0), Selected("X", (3, 0))),
    ],
)
def test_an_address_is_gone_to(text: str, position: tuple[int, int], selected: Selected | None) -> None:
    it = opened()
    go(it, "3/y")
    go(it, text)
    assert it.run.position == position
    assert it.selected == selected


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("dW3", "tui.goto-unknown-near"),
        ("quux", "tui.goto-unknown"),
        ("dy", "tui.goto-fused"),
        ("dW1[2,0]", "tui.goto-outside"),
        ("dW1[0]", "tui.goto-which-cell"),
        ("dW1[9]", "tui.goto-which-cell"),
        ("dW1[0,0,0]", "tui.goto-which-cell"),
        ("dW1[99999999999,0]", "tui.goto-outside"),
        ("b1[0,1]", "tui.goto-one-index"),
        ("b1[9]", "tui.goto-outside"),
        ("L[0]", "tui.goto-no-cells"),
    ],
)
def test_what_cannot_be_gone_to_is_said_with_a_remedy(text: str, key: str) -> None:
    it = opened()
    with pytest.raises(NoSuchPlaceError) as found:
        it.find(text)
    assert found.value.message.key == key
    assert all(found.value.message.say(language) for language in ("en", "ko"))
    assert it.run.position == (0, 0)


def test_what_is_no_address_is_said_to_be_none() -> None:
    with pytest.raises(AddressError):
        opened().find("12//")


def test_a_graph_has_no_update_to_go_to() -> None:
    with pytest.raises(NoSuchPlaceError) as found:
        opened(graph_model()).find("3")
    assert found.value.message.key == "tui.goto-untrained"


def test_a_long_journey_is_made_in_stretches_and_ends_where_it_should() -> None:
    it = opened()
    place = it.place(parse_address("60000/y"))
    stretches = 0
    while not it.travel(place):
        assert it.run.position.update < 60000
        stretches += 1
    assert stretches > 0
    assert it.run.position == (60000, 4)
    fresh = Run(xor_model())
    fresh.go(60000, 4)
    assert np.array_equal(value(it.run, "y"), value(fresh, "y"))


def test_a_journey_ends_where_a_number_is_lost() -> None:
    it = opened(xor_model(eta=1e308))
    assert it.lost() is None
    go(it, "50")
    lost = it.lost()
    assert lost is not None
    assert it.run.position.update < 50
    assert "1/" in str(lost.parameters["address"]) or "0/" in str(lost.parameters["address"])


def test_a_journey_from_where_numbers_are_lost_goes_on() -> None:
    it = opened(xor_model(eta=1e308))
    go(it, "50")
    began = it.run.lost_since()
    go(it, "90")
    assert it.run.position.update == 90
    go(it, "60")
    go(it, "200")
    assert it.run.position.update == 200
    assert it.run.lost_since() == began


def test_a_line_that_changes_a_value_shows_what_it_read() -> None:
    it = opened()
    go(it, "5")
    before = it.run.entering("W1").copy()
    while it.run.position.line < 13:
        it.forward()
    assert same(it.read_by(12)["W1"], before)
    assert not same(it.value("W1"), before)


def test_a_line_that_changes_a_value_for_the_second_time_reads_the_first_change() -> None:
    forward, _ = parse_program("L = 0.5 * w * w")
    update, _ = parse_program("w = w - 1\nw = 10 * w")
    it = opened(Model(forward, {}, {"w": np.array(3.0)}, update=update))
    it.end()
    assert it.read_by(it.run.position.line - 1)["w"] == 2.0
    assert it.value("w") == 20.0


def test_the_last_change_is_that_of_this_pass_or_of_the_one_before() -> None:
    it = opened()
    assert it.change("W1") is None
    go(it, "4")
    fresh = Run(xor_model())
    fresh.go(3)
    before = value(fresh, "W1").copy()
    fresh.go(4)
    change = value(fresh, "W1") - before
    assert same(it.change("W1"), change)
    while it.run.position.line < 13:
        it.forward()
    assert same(it.change("W1"), value(it.run, "W1") - it.run.entering("W1"))


@pytest.mark.parametrize("make", [xor_model, batched_model, graph_model])
def test_whatever_the_way_the_values_and_changes_are_those_of_a_fresh_run(make: Callable[[], Model]) -> None:
    draws = random.Random(5)
    it = opened(make())
    moves: list[Callable[[], object]] = [
        it.forward, it.back, it.beginning, it.end, lambda: it.advance(1), lambda: it.advance(-1),
    ]  # fmt: skip
    for _ in range(300):
        if it.run.learns and draws.random() < 0.05:
            go(it, str(draws.randrange(80)))
        draws.choice(moves)()
        update, line = it.run.position
        fresh = Run(make())
        fresh.go(update, line)
        for name in it.names:
            assert same(it.value(name), fresh.value(name)), (update, line, name)
        if update:
            other = Run(make())
            other.go(update - 1)
            for name in it.run.learned:
                change = it.change(name)
                assert change is not None
                if not any(done.name == name for done in it.run.lines[:line] if done.phase == "update"):
                    assert np.array_equal(change, fresh.entering(name) - other.entering(name))


def test_momentum_keeps_its_velocity() -> None:
    it = opened(xor_model(update=RULES["momentum"]))
    go(it, "3")
    assert it.change("W1.v") is not None


def test_a_place_names_its_position() -> None:
    assert session().find("12/dW1[0,1]") == Place(12, 11, Selected("dW1", (0, 1)))

"""What a position shows: names, labels, notes, what is compared, what is not computed yet."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.tui.support import array, batched_model, graph_model, lesson, model, moment_at, session, xor_model
from tutor.engine.address import parse_address
from tutor.engine.rules import RULES
from tutor.lesson.parts import Label, Note
from tutor.messages import Words
from tutor.tui.moment import Moment
from tutor.tui.session import Session


def labels(*names: str) -> tuple[Words, ...]:
    return tuple(Words(name, name) for name in names)


def test_the_rail_tells_what_is_done_current_and_to_come() -> None:
    rail = moment_at(Session(xor_model()), 0, 7).rail
    assert [stop.state for stop in rail["forward"]] == ["done"] * 5
    assert [(stop.label, stop.state) for stop in rail["backward"]][:3] == [
        ("∂z₂", "done"), ("∂W₂", "current"), ("∂b₂", "coming"),
    ]  # fmt: skip
    assert [stop.label for stop in rail["update"]] == ["W₁", "b₁", "W₂", "b₂"]


def test_the_loss_is_not_there_before_its_line() -> None:
    it = Session(xor_model())
    before = Moment(it, "en").loss
    after = moment_at(it, 0, 5).loss
    assert before is not None
    assert before.value is None
    assert after is not None
    assert round(after.value or 0, 4) == 0.7159


def test_a_loss_that_is_no_number_is_no_reading() -> None:
    gate = model("y = step(X @ w)", {"w": array(0.5, 0.5)}, {"X": array([0, 1], [1, 1])})
    assert Moment(Session(gate), "en").loss is None


def test_the_first_line_is_shown_before_it_has_run() -> None:
    it = Session(xor_model())
    shown = Moment(it, "en").shown
    assert shown is not None
    assert not shown.computed
    assert shown.formula == "z₁ = X · W₁ + b₁"
    assert shown.equation.result.array is None


def test_what_a_step_computed_is_new() -> None:
    moment = moment_at(Session(xor_model()), 0, 13)
    assert moment.shown is not None
    assert moment.shown.equation.result.new
    assert [row.value.new for row in moment.parameters] == [True, False, False, False]


def test_gradients_that_are_not_computed_are_none_and_no_zeros() -> None:
    rows = moment_at(Session(xor_model()), 3, 8).parameters
    gradients = {row.value.label: row.gradient.array for row in rows if row.gradient is not None}
    assert gradients["W₁"] is None
    assert gradients["W₂"] is not None


def test_a_parameter_that_no_gradient_reaches_says_so() -> None:
    net = model(
        "a = step(X @ w)\nL = mean((a * v - Y)**2)",
        {"w": array(0.5, 0.5), "v": np.array(1.0)},
        {"X": array([0, 1], [1, 1]), "Y": array(0, 1)},
        hyper={"eta": 0.1},
        update=RULES["sgd"],
    )
    rows = {row.value.label: row for row in Moment(Session(net), "en").parameters}
    assert rows["w"].flat
    assert not rows["v"].flat


def test_states_of_the_rule_stand_under_their_parameter() -> None:
    rows = Moment(Session(xor_model(update=RULES["momentum"])), "en").parameters
    assert [row.value.label for row in rows][:4] == ["W₁", "W₁.v", "b₁", "b₁.v"]


def test_a_graph_has_gradients_and_no_changes() -> None:
    rows = Moment(Session(graph_model()), "en").parameters
    assert all(row.change is None and row.gradient is not None for row in rows)


def test_the_prediction_stands_beside_its_target() -> None:
    columns = moment_at(Session(xor_model()), 0, 4).data
    assert [column.quantity.label for column in columns] == ["X", "Y", "y"]
    assert columns[-1].quantity.new


def test_labels_follow_a_value_into_its_gradient_and_its_transpose() -> None:
    it = session()
    shown = moment_at(it, 0, 11).shown
    assert shown is not None
    turned = shown.equation.terms("whole")[0]
    assert not isinstance(turned, str)
    assert (turned.label, turned.columns[:2], turned.rows) == ("Xᵀ", ("00", "01"), ("x₁", "x₂"))
    assert shown.equation.result.rows == ("x₁", "x₂")


def test_labels_of_a_map_are_those_of_what_it_maps() -> None:
    shown = moment_at(session(), 0, 10).shown
    assert shown is not None
    mapped = shown.equation.terms("whole")[-1]
    assert not isinstance(mapped, str)
    assert (mapped.label, mapped.columns) == ("1 − h", ("h₁", "h₂"))


def test_rows_of_a_mini_batch_have_no_labels() -> None:
    labelled = replace(
        lesson("xor"), labels={"X": Label(rows=labels("00", "01", "10", "11"), columns=labels("a", "b"))}
    )
    quantity = Moment(Session(batched_model(), labelled), "en").data[0].quantity
    assert quantity.rows == ()
    assert quantity.columns == ("a", "b")


def noted(*notes: tuple[str, str]) -> Session:
    texts = tuple(Note(parse_address(at), Words(text, text)) for at, text in notes)
    bare = replace(lesson("xor"), notes=texts, about=Words("about", "소개"), goal=None)
    return Session(xor_model(), bare)


def test_notes_stand_where_their_address_says() -> None:
    it = noted(("dW2", "every pass"), ("2/dW2", "once"), ("1/W2", "the new weights"), ("3", "a whole pass"))
    assert Moment(it, "en").notes == ["about"]
    assert Moment(it, "ko").notes == ["소개"]
    assert moment_at(it, 0, 7).notes == ["every pass"]
    assert moment_at(it, 0, 15).notes == ["the new weights"]
    assert moment_at(it, 1, 0).notes == ["the new weights"]
    assert moment_at(it, 2, 0).notes == []
    assert moment_at(it, 2, 7).notes == ["every pass", "once"]
    assert moment_at(it, 3, 7).notes == ["every pass", "a whole pass"]


def test_the_title_names_the_variant() -> None:
    assert Moment(session("optimisers", "momentum"), "en").title.startswith("Four ways down a valley · ")


def test_a_lost_number_is_an_alarm() -> None:
    it = Session(xor_model(eta=1e308))
    place = it.find("50")
    while not it.travel(place):
        pass
    assert [alarm.key for alarm in Moment(it, "en").alarms] == ["engine.sign-diverged"]


def test_the_next_line_is_named_until_the_pass_ends() -> None:
    it = Session(xor_model())
    assert moment_at(it, 0, 4).next_formula == "L = BCE(y, Y)"
    assert moment_at(it, 0, 16).next_formula is None

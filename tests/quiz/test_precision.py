"""The tolerance: as the formula says, against derivatives that are measured rather than derived."""

from __future__ import annotations

import numpy as np
import pytest

from tests.quiz.learners import Learner
from tests.quiz.nets import NETS, model
from tests.quiz.problems import problems
from tutor.engine.run import Run
from tutor.formula.evaluate import evaluate
from tutor.formula.operations.operation import Array
from tutor.formula.tree import names_in
from tutor.quiz.arithmetic import Work
from tutor.quiz.numbers import short_cells, units
from tutor.quiz.precision import SLACK, Precision
from tutor.quiz.sheet import Sheet, sheet_of


def one_line(text: str, **values: float) -> Sheet:
    return sheet_of(Run(model(text, {}, values, rule=None)))


def test_of_a_product_of_given_numbers_it_is_the_last_digit() -> None:
    sheet = one_line("u = a * b", a=1.3, b=2.7)  # 3.51 has three digits: nothing is rounded on the way
    assert Precision(sheet).tolerance(sheet.by_key["u"]) == pytest.approx(SLACK * 1e-3)


def test_what_is_rounded_on_the_way_counts_with_its_derivative() -> None:
    sheet = one_line("u = a * b\nv = u * c", a=1.234, b=2.345, c=7.0)
    # u = 2.89373 is written with a unit of 0.001; v = 20.25611, of 0.01; dv/du = 7
    assert Precision(sheet).tolerance(sheet.by_key["v"]) == pytest.approx(SLACK * 0.01 + 7 * 0.001)


def test_derivatives_count_with_their_sign_along_several_ways() -> None:
    sheet = one_line("u = a * b\nv = u * (c - u)", a=1.234, b=0.345, c=0.9)
    u = 1.234 * 0.345  # 0.42573: unit 1e-4; c - u is written too, unit 1e-4
    expected = SLACK * 1e-4 + abs(0.9 - 2 * u) * 1e-4 + u * 1e-4
    assert Precision(sheet).tolerance(sheet.by_key["v"]) == pytest.approx(expected)


def test_given_numbers_with_more_than_four_digits_are_rounded_too() -> None:
    sheet = one_line("u = a * b", a=1.23456, b=2.0)
    assert Precision(sheet).tolerance(sheet.by_key["u"]) == pytest.approx(SLACK * 1e-3 + 2 * 1e-3)


def test_a_short_answer_widens_it_to_its_last_digit() -> None:
    sheet = one_line("u = a * b", a=1.3, b=2.7)
    assert Precision(sheet).tolerance(sheet.by_key["u"], 0.01) == pytest.approx(SLACK * 0.01)


def test_there_is_no_cap() -> None:
    sheet = one_line("u = a * b\nv = u - c", a=1.234, b=2.345, c=2.893)
    step = sheet.by_key["v"]
    assert float(Precision(sheet).tolerance(step)) > 0.5 * abs(float(sheet.values["v"]))


def test_the_unit_of_nothing_is_the_largest_of_the_line() -> None:
    assert units(np.array([0.0, 0.01234, 1.5])).tolist() == pytest.approx([1e-3, 1e-5, 1e-3])


def test_an_updated_parameter_is_judged_by_its_step() -> None:
    sheet = NETS["squares"].sheet()
    precision, step = Precision(sheet), sheet.by_key["W2'"]
    moved = sheet.values["W2'"] - sheet.values["W2"]
    assert precision.by_step(step)
    assert precision.unit(step) == pytest.approx(units(moved))
    assert (precision.tolerance(step) < 0.1 * np.abs(moved)).all()


def test_a_state_that_only_decays_is_judged_as_it_is() -> None:
    sheet = NETS["momentum"].sheet()
    assert not Precision(sheet).by_step(sheet.by_key["W.v'"])


def measured(sheet: Sheet, key: str) -> Array:
    """Σ |∂v/∂nᵢ| · u(nᵢ), every derivative measured by changing one number on paper."""
    work = Work({name: sheet.shapes[name] for name in sheet.given})
    for step in sheet.steps:
        work.add(step.key, step.expr)
    target = work.names[key]
    given = {work.names[name]: sheet.values[name] for name in sheet.given}
    exact = _worked(work, given, None, 0.0)
    unit = {one.name: units(exact[one.name]) for one in work.operations}
    total = np.zeros(sheet.shapes[key])
    made = {name: bool(short_cells(value).all()) for name, value in given.items()}
    for one in work.operations:
        made[one.name] = all(made[name] for name in names_in(one.expr)) and bool(short_cells(exact[one.name]).all())
        if made[one.name] or one.name == target:
            continue
        for index in np.ndindex(exact[one.name].shape):
            size = 1e-6 * max(abs(float(exact[one.name][index])), 1e-3)
            up, down = (_worked(work, given, (one.name, index), sign * size)[target] for sign in (1, -1))
            total += np.abs(up - down) / (2 * size) * unit[one.name][index]
    return total


def _worked(
    work: Work, given: dict[str, Array], change: tuple[str, tuple[int, ...]] | None, by: float
) -> dict[str, Array]:
    values = dict(given)
    for one in work.operations:
        values[one.name] = evaluate(one.expr, {name: values[name] for name in names_in(one.expr)})
        if change is not None and one.name == change[0]:
            values[one.name][change[1]] += by
    return values


@pytest.mark.parametrize("key", ["h", "dz2", "dz1", "L"])
def test_backpropagation_and_measuring_agree(key: str) -> None:
    sheet = NETS["squares"].sheet()
    precision = Precision(sheet)
    products = precision.spread(key) - measured(sheet, key)
    # what is left are the single products of sums of products, which the operations do not have names for
    assert (products >= -1e-9).all()
    assert (products <= 0.7 * precision.spread(key) + 1e-12).all()


def test_where_there_are_no_sums_of_products_they_agree_exactly() -> None:
    sheet = one_line("u = sigmoid(a * b)\nv = u * (1 - u) * tanh(c)\nw = v / u - ln(u)", a=1.234, b=0.345, c=0.987)
    for key in ("u", "v", "w"):
        assert Precision(sheet).spread(key) == pytest.approx(measured(sheet, key), rel=1e-4, abs=1e-12)


def test_faultless_learners_are_within_it_and_not_by_chance() -> None:
    worst = 0.0
    for problem in problems(15, seed=7):
        sheet = problem.sheet()
        precision = Precision(sheet)
        for habit in ("rounds", "cuts off"):
            learner = Learner(sheet, habit)
            for step in sheet.steps:
                if precision.by_step(step):
                    continue
                off = np.abs(learner.values[step.key] - sheet.values[step.key])
                allowed = precision.tolerance(step)
                assert (off <= allowed).all(), (problem.name, step.key)
                worst = max(worst, float((off / allowed).max()))
    assert worst > 0.3  # wide enough for everybody, not wider than it need be


def test_a_dead_unit_does_not_make_the_others_unknown() -> None:
    sheet = sheet_of(Run(model(
        "h = relu(X @ W)\nL = 0.5 * sum((h - Y)**2)", {"X": [[0.313, 1.217]], "Y": [[0.2, 0.4]]},
        {"W": [[0.713, -0.4], [1.319, -0.9]]}, rule="adam", hyper={"eta": 0.1},
    )))  # fmt: skip
    tolerance = Precision(sheet).tolerance(sheet.by_key["h"])
    assert np.isfinite(tolerance).all()
    assert float(tolerance[0, 0]) > 2e-3  # the unit of 1.828, and those of its products

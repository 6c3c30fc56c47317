"""Values against an interpreter that shares nothing with the operations table."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given

from tests.budget import examples
from tests.interpreter import Array, FixedChance, interpret, run
from tests.strategies import Sample, formulas, programs
from tutor.formula.evaluate import Binder, evaluate, run_all
from tutor.formula.parse import parse_expression, parse_program
from tutor.formula.problems import FormulaError
from tutor.formula.tree import Expr


def value(text: str, **values: object) -> Array:
    return evaluate(parse_expression(text), {name: np.array(given, dtype=float) for name, given in values.items()})


@given(formulas(depth=4))
@examples(600)
def test_random_formulas(formula: tuple[Expr, dict[str, Array]]) -> None:
    expr, values = formula
    expected = interpret(expr, values)
    computed = evaluate(expr, values, FixedChance())
    assert computed.dtype == np.float64
    np.testing.assert_allclose(computed, expected, rtol=1e-12, atol=1e-12)


@given(programs())
@examples(300)
def test_a_bound_program_gives_the_bits_of_its_lines_evaluated_one_by_one(sample: Sample) -> None:
    """Operands computed in their result's own array, and views instead of copies, change nothing."""
    binder = Binder({name: np.array(array) for name, array in sample.given.items()}, FixedChance())
    instructions = [step for line in sample.forward for step in binder.line(line.name, line.expr)]
    alone = dict(sample.given)
    for line in sample.forward:
        alone[line.name] = evaluate(line.expr, alone, FixedChance())
    for _ in range(2):  # the second time the arrays hold what the first left
        run_all(instructions)
        for line in sample.forward:
            assert binder.values[line.name].tobytes() == alone[line.name].tobytes()


@given(programs())
def test_inputs_are_left_as_they_were(sample: Sample) -> None:
    before = {name: array.tobytes() for name, array in sample.given.items()}
    for array in sample.given.values():
        array.flags.writeable = False
    run(sample.forward, sample.given)
    values = dict(sample.given)
    for line in sample.forward:
        values[line.name] = evaluate(line.expr, values, FixedChance())
    assert {name: sample.given[name].tobytes() for name in before} == before


UPDATES = {
    "W = W - 0.1 * W": lambda w: w - 0.1 * w,
    "W = W + W.T": lambda w: w + w.T,
    "W = W.T": lambda w: w.T,
    "W = W @ W": lambda w: w @ w,
    "W = W**2 - W": lambda w: w**2 - w,
    "W = (W + 1) * (W - sum(W))": lambda w: (w + 1) * (w - w.sum()),
    "W = sigmoid(W) * W": lambda w: w / (1 + np.exp(-w)),
    "W = W / sum(W, axis=0)": lambda w: w / w.sum(axis=0),
    "W = where(W > 0, -W, W * 2)": lambda w: np.where(w > 0, -w, w * 2),
    "W = concat(W[1:], W[:1])": lambda w: np.roll(w, -1, axis=0),
    "W = maximum(W, W.T) - W[0]": lambda w: np.maximum(w, w.T) - w[0],
    "W = place(W[1:], W[:2]) + W": lambda w: np.vstack([w[1:], 0 * w[:1]]) + w,
    "W = reshape(W.T, 3, 3) - W": lambda w: w.T - w,
}


@pytest.mark.parametrize("text", UPDATES)
def test_a_line_may_read_what_it_writes(text: str) -> None:
    start = np.array([[1.0, -2.0, 0.5], [0.25, 3.0, -1.0], [2.0, -0.75, 1.5]])
    binder = Binder({"W": start.copy()})
    (line,), _ = parse_program(text)
    run_all(binder.line("W", line.expr))
    np.testing.assert_allclose(binder.values["W"], UPDATES[text](start), rtol=1e-14)


class TestZeroTimesLnZero:
    def test_bce_where_the_prediction_is_right_for_certain(self) -> None:
        assert value("bce(y, t)", y=[0.0, 1.0], t=[0.0, 1.0]) == 0

    def test_bce_where_one_of_four_is_unsure(self) -> None:
        assert value("bce(y, t)", y=[0.0, 1.0, 0.5, 0.0], t=[0.0, 1.0, 1.0, 0.0]) == pytest.approx(math.log(2) / 4)

    def test_bce_where_the_prediction_is_wrong_for_certain(self) -> None:
        assert value("bce(y, t)", y=[1.0, 0.5], t=[0.0, 0.0]) == math.inf

    def test_bce_of_what_is_no_number_is_no_number(self) -> None:
        assert np.isnan(value("bce(y, t)", y=[math.nan, 1.0], t=[0.0, 1.0]))
        assert np.isnan(value("bce(y, t)", y=[0.5, 1.0], t=[math.nan, 1.0]))

    def test_cross_entropy_of_the_ten_classes_with_zeros(self) -> None:
        y = [0.1, 0.05, 0.6, 0.0, 0.05, 0.1, 0.0, 0.1, 0.0, 0.0]
        t = [0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
        assert value("cross_entropy(y, t)", y=y, t=t) == pytest.approx(-math.log(0.6), rel=1e-15)

    def test_cross_entropy_of_a_class_given_no_chance(self) -> None:
        assert value("cross_entropy(y, t)", y=[[0.0, 1.0]], t=[[1.0, 0.0]]) == math.inf

    def test_cross_entropy_of_what_is_no_number_is_no_number(self) -> None:
        assert np.isnan(value("cross_entropy(y, t)", y=[math.nan, 1.0], t=[1.0, 0.0]))

    def test_the_mended_cells_are_mended_in_every_run(self) -> None:
        """The careful second attempt leaves nothing behind in the arrays that the quick first one uses."""
        binder = Binder({"y": np.array([0.0, 0.5]), "t": np.array([0.0, 1.0])})
        instructions = binder.line("L", parse_expression("bce(y, t)"))
        run_all(instructions)
        first = float(binder.values["L"])
        binder.values["y"][:] = [0.25, 0.5]
        run_all(instructions)
        assert float(binder.values["L"]) == pytest.approx(-(math.log(0.75) + math.log(0.5)) / 2)
        binder.values["y"][:] = [0.0, 0.5]
        run_all(instructions)
        assert float(binder.values["L"]) == first == pytest.approx(math.log(2) / 2)


class TestExtremes:
    def test_sigmoid(self) -> None:
        assert value("sigmoid(x)", x=[-1000.0, -40.0, 0.0, 40.0, 1000.0]).tolist() == [
            0.0,
            pytest.approx(math.exp(-40), rel=1e-14),
            0.5,
            1.0,
            1.0,
        ]

    def test_softmax_of_large_numbers_does_not_overflow(self) -> None:
        assert value("softmax(x)", x=[1000.0, 1000.0]).tolist() == [0.5, 0.5]
        assert value("softmax(x)", x=[[1e308, 0.0], [-1e308, 0.0]]).tolist() == [[1.0, 0.0], [0.0, 1.0]]
        assert value("softmax(x)", x=[-1000.0, -1001.0]) == pytest.approx([1 / (1 + math.exp(-1)), 1 / (1 + math.e)])

    def test_elu_far_below_zero(self) -> None:
        assert value("elu(x)", x=[-1000.0, 1000.0]).tolist() == [-1.0, 1000.0]

    def test_elu_near_zero_keeps_its_digits(self) -> None:
        assert float(value("elu(x)", x=-1e-12)) == pytest.approx(-1e-12, rel=1e-11)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("0**0", 1.0),
            ("0**-1", math.inf),
            ("1 / 0", math.inf),
            ("-1 / 0", -math.inf),
            ("(-8)**2", 64.0),
            ("-8**2", -64.0),
            ("(-2)**3", -8.0),
            ("2**-2", 0.25),
            ("4**0.5", 2.0),
            ("2**3**2", 512.0),
            ("1e308 * 10", math.inf),
            ("9**9**9", math.inf),
            ("ln(0)", -math.inf),
            ("exp(1000)", math.inf),
        ],
    )
    def test_arithmetic_at_its_edges(self, text: str, expected: float) -> None:
        assert float(value(text)) == expected

    @pytest.mark.parametrize("text", ["0 / 0", "sqrt(-1)", "ln(-1)", "(-8)**(1 / 3)", "1e308 * 10 - 1e308 * 10"])
    def test_what_is_no_number(self, text: str) -> None:
        assert np.isnan(value(text))


CASES = [
    ("step(x)", [-1.0, 0.0, 2.0], [0, 0, 1]),
    ("sign(x)", [-3.0, 0.0, 2.0], [-1, 0, 1]),
    ("relu(x)", [-3.0, 0.0, 2.0], [0, 0, 2]),
    ("leaky_relu(x)", [-3.0, 0.0, 2.0], [-0.3, 0, 2]),
    ("leaky_relu(x, 2)", [-3.0, 0.0, 2.0], [-6, 0, 2]),
    ("elu(x, 2)", [-1.0, 0.0, 2.0], [2 * math.expm1(-1), 0, 2]),
    ("not x", [0.0, 2.0, -1.0], [1, 0, 0]),
    ("x and x - 2", [0.0, 2.0, 1.0], [0, 0, 1]),
    ("x or x - 2", [0.0, 2.0, 1.0], [1, 1, 1]),
    ("x == 2", [0.0, 2.0, 1.0], [0, 1, 0]),
    ("all(x)", [1.0, 0.0, 1.0], 0),
    ("any(x)", [0.0, 0.0, -1.0], 1),
    ("argmax(x)", [1.0, 3.0, 3.0], 1),
    ("max(x) - min(x)", [1.0, 3.0, -3.0], 6),
    ("one_hot(x, 3)", [2.0, 0.0], [[0, 0, 1], [1, 0, 0]]),
    ("one_hot(x, 2)", [5.0, 0.5], [[0, 0], [0, 0]]),
    ("place(9, x[1])", [1.0, 2.0], [0, 9]),
    ("x[-1]", [1.0, 2.0], 2),
    ("x.T", [1.0, 2.0], [1, 2]),
    ("outer(x, x)", [1.0, 2.0], [[1, 2], [2, 4]]),
    ("mean(x > 1)", [1.0, 2.0], 0.5),
    ("max_pool(reshape(x, 2, 2))", [1.0, 4.0, 2.0, 3.0], [[4]]),
    ("max_unpool(reshape(x[:1], 1, 1), reshape(x, 2, 2))", [7.0, 4.0, 7.0, 3.0], [[7, 0], [0, 0]]),
]


@pytest.mark.parametrize(("text", "x", "expected"), CASES, ids=[text for text, _, _ in CASES])
def test_small_cases_worked_by_hand(text: str, x: list[float], expected: object) -> None:
    np.testing.assert_allclose(value(text, x=x), np.array(expected, dtype=float), rtol=1e-15)


def test_a_convolution_does_not_turn_its_kernel() -> None:
    image = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]
    assert value("conv2d(x, w)", x=image, w=[[1.0, 0.0], [0.0, 0.0]]).tolist() == [[1, 2], [4, 5]]
    assert value("conv2d(x, w)", x=image, w=[[0.0, 0.0], [0.0, 1.0]]).tolist() == [[5, 6], [8, 9]]


def test_an_unknown_name_is_a_formula_error() -> None:
    with pytest.raises(FormulaError):
        evaluate(parse_expression("x + y"), {"x": np.array(1.0)})

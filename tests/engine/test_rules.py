"""Update rules as formula text, against the same rules written by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from tests.models import model, number, valley, value, xor
from tutor.engine.program import build_programs
from tutor.engine.rules import DEFAULTS, RULES, parse_rule
from tutor.engine.run import Run
from tutor.formula.operations.operation import Array
from tutor.formula.problems import FormulaError, Place
from tutor.formula.write import write

Gradient = Callable[[Array], Array]
Path = Iterator[Array]


def sgd(w: Array, gradient: Gradient, eta: float) -> Path:
    while True:
        w = w - eta * gradient(w)
        yield w


def momentum(w: Array, gradient: Gradient, eta: float, alpha: float = 0.9) -> Path:
    velocity = np.zeros_like(w)
    while True:
        velocity = alpha * velocity - eta * gradient(w)
        w = w + velocity
        yield w


def nesterov(w: Array, gradient: Gradient, eta: float, alpha: float = 0.9) -> Path:
    """Bengio's form: the parameter that is shown is already one look ahead."""
    velocity = np.zeros_like(w)
    while True:
        slope = gradient(w)
        velocity = alpha * velocity - eta * slope
        w = w + alpha * velocity - eta * slope
        yield w


def adagrad(w: Array, gradient: Gradient, eta: float, eps: float = 1e-8) -> Path:
    squares = np.zeros_like(w)
    while True:
        slope = gradient(w)
        squares = squares + slope * slope
        w = w - eta * slope / (np.sqrt(squares) + eps)
        yield w


def rmsprop(w: Array, gradient: Gradient, eta: float, rho: float = 0.9, eps: float = 1e-8) -> Path:
    squares = np.zeros_like(w)
    while True:
        slope = gradient(w)
        squares = rho * squares + (1 - rho) * slope * slope
        w = w - eta * slope / (np.sqrt(squares) + eps)
        yield w


def adam(w: Array, gradient: Gradient, eta: float, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8) -> Path:
    first, second, t = np.zeros_like(w), np.zeros_like(w), 0
    while True:
        t += 1
        slope = gradient(w)
        first = beta1 * first + (1 - beta1) * slope
        second = beta2 * second + (1 - beta2) * slope * slope
        w = w - eta * (first / (1 - beta1**t)) / (np.sqrt(second / (1 - beta2**t)) + eps)
        yield w


BY_HAND = {"sgd": sgd, "momentum": momentum, "nesterov": nesterov, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
START = np.array([[1.5, -0.5, 2.0], [0.25, -1.0, 0.75]])
CURVE: Array = np.array([[0.3, 1.0, 0.1], [2.0, 0.5, 1.5]])
TILT: Array = np.array([[0.5, -1.0, 0.1], [0.3, 0.0, -0.2]])


def slope_of_bowl(w: Array) -> Array:
    return CURVE * w + TILT


def bowl(rule: str, **hyper: float) -> Run:
    """A tilted bowl over a matrix: every cell has a slope of its own."""
    forward = "L = sum(0.5 * C * W**2) + sum(B * W)"
    return Run(model(forward, {"W": START}, {"C": CURVE, "B": TILT}, rule=rule, hyper=hyper))


@pytest.mark.parametrize("name", RULES)
def test_shipped_rules_against_the_same_written_by_hand(name: str) -> None:
    run = bowl(name, eta=0.05)
    path = BY_HAND[name](START, slope_of_bowl, 0.05)
    for update in range(1, 61):
        run.go(update)
        np.testing.assert_allclose(value(run, "W"), next(path), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(
    ("name", "hyper"),
    [
        ("momentum", {"alpha": 0.5}),
        ("nesterov", {"alpha": 0.7}),
        ("adagrad", {"eps": 0.1}),
        ("rmsprop", {"rho": 0.5, "eps": 0.01}),
        ("adam", {"beta1": 0.5, "beta2": 0.9, "eps": 1e-3}),
    ],
)
def test_hyper_parameters_set_by_the_lesson_replace_the_defaults(name: str, hyper: dict[str, float]) -> None:
    run = bowl(name, eta=0.05, **hyper)
    path = BY_HAND[name](START, slope_of_bowl, 0.05, **hyper)
    for update in range(1, 21):
        run.go(update)
        np.testing.assert_allclose(value(run, "W"), next(path), rtol=1e-12, atol=1e-14)


def test_all_shipped_rules_are_compared() -> None:
    assert set(BY_HAND) == set(RULES)
    assert DEFAULTS == {"alpha": 0.9, "rho": 0.9, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
    assert {rule: RULES[rule].state for rule in RULES} == {
        "sgd": (), "momentum": ("v",), "nesterov": ("v",), "adagrad": ("h",), "rmsprop": ("h",), "adam": ("m", "v"),
    }  # fmt: skip


BOOK_ADAM = """
m = beta1 * m + (1 - beta1) * g
v = beta2 * v + (1 - beta2) * g**2
W = W - eta * sqrt(1 - beta2**t) / (1 - beta1**t) * m / (sqrt(v) + 1e-7)
"""

PUBLISHED = [
    ("sgd", {"eta": 0.95}, ("-6.335", "-1.8"), ("-0.35039300", "0.08478232")),
    ("momentum", {"eta": 0.1}, ("-6.93", "1.6"), ("0.89641386", "0.08808560")),
    ("adagrad", {"eta": 1.5, "eps": 1e-7}, ("-5.50000021", "0.50000004"), ("-0.12016232", "0.00000000")),
    (BOOK_ADAM, {"eta": 0.3}, ("-6.70000136", "1.70000024"), ("0.13600685", "0.31824538")),
]


@pytest.mark.parametrize(("rule", "hyper", "first", "last"), PUBLISHED, ids=["sgd", "momentum", "adagrad", "adam"])
def test_the_book_s_race_down_the_valley_at_every_printed_digit(
    rule: str, hyper: dict[str, float], first: tuple[str, str], last: tuple[str, str]
) -> None:
    run = Run(valley(rule, **hyper))
    for update, printed in ((1, first), (30, last)):
        run.go(update)
        for name, digits in zip(("x", "y"), printed, strict=True):
            assert f"{number(run, name):.{len(digits.partition('.')[2])}f}" == digits


def test_adam_s_average_is_not_adagrad_s_sum() -> None:
    """Under a constant gradient, η 1, at t = 100: steps of 1 and of 0.1."""
    for rule, step in (("adam", 1.0), ("adagrad", 0.1)):
        run = Run(model("L = x", {"x": 0.0}, rule=rule, hyper={"eta": 1.0}))
        run.go(99)
        before = number(run, "x")
        run.go(100)
        assert before - number(run, "x") == pytest.approx(step, rel=1e-6)


def test_state_is_shown_stepped_and_rewound_like_any_other_value() -> None:
    run = Run(xor(rule="momentum", eta=0.5))
    assert run.learned == ("W1", "b1", "W2", "b2", "W1.v", "b1.v", "W2.v", "b2.v")
    assert value(run, "W1.v").tolist() == [[0, 0], [0, 0]]
    names = [line.name for line in run.lines]
    after = names.index("W1.v") + 1
    run.go(0, after)
    np.testing.assert_allclose(value(run, "W1.v"), -0.5 * value(run, "dW1"), rtol=1e-15)
    moved = value(run, "W1.v")
    run.go(1)
    assert value(run, "W1.v").tobytes() == moved.tobytes()
    assert run.entering("W1.v").tobytes() == moved.tobytes()
    run.go(0)
    assert value(run, "W1.v").tolist() == [[0, 0], [0, 0]]


def test_all_gradients_are_taken_before_any_parameter_moves() -> None:
    names = [line.phase for line in Run(xor()).lines]
    assert names == ["forward"] * 5 + ["backward"] * 7 + ["update"] * 4
    assert [line.parameter for line in Run(xor()).lines[-4:]] == ["W1", "b1", "W2", "b2"]


def test_intermediate_values_of_a_rule_belong_to_their_parameter() -> None:
    run = Run(xor(rule="u = eta * g; W = W - u", eta=2.0))
    plain = Run(xor(rule="sgd", eta=2.0))
    assert [line.name for line in run.lines[-8:]] == ["W1.u", "W1", "b1.u", "b1", "W2.u", "W2", "b2.u", "b2"]
    assert "W1.u" not in run.learned
    for update in (1, 2, 50):
        run.go(update)
        plain.go(update)
        assert value(run, "W1").tobytes() == value(plain, "W1").tobytes()


def test_a_rule_s_own_names_hide_the_lesson_s() -> None:
    """The lesson has data called t, g and eta of its own; the rule's are the clock, the gradient and the rate."""
    forward = "e = w * g - t\nL = sum(e**2) * eta"
    made = model(
        forward,
        {"w": [1.0, 2.0]},
        {"g": [0.5, -0.5], "t": [3.0, 1.0], "eta": 0.25},
        rule="W = W - eta / t * g",
        hyper={"eta": 0.1},
    )
    run = Run(made)
    w = np.array([1.0, 2.0])
    for update in range(1, 5):
        slope = 2 * (w * [0.5, -0.5] - [3.0, 1.0]) * [0.5, -0.5] * 0.25
        w = w - 0.1 / update * slope
        run.go(update)
        np.testing.assert_allclose(value(run, "w"), w, rtol=1e-14)
    (line,) = run.programs.update
    assert write(line.expr) == "w - rule.eta / rule.t * dw"
    assert run.hyper == {"eta": 0.1}


def test_a_rule_may_read_the_lesson_s_values() -> None:
    run = Run(
        model("L = sum((w - a)**2)", {"w": [1.0, 2.0]}, {"a": 0.5, "mask": [1.0, 0.0]}, rule="W = W - 0.1 * g * mask")
    )
    run.go(3)
    assert value(run, "w")[1] == 2.0
    assert value(run, "w")[0] == pytest.approx(0.5 + 0.5 * 0.8**3)


def test_state_that_is_read_and_written_in_any_order() -> None:
    """s is read before it is assigned, so it is state; u is not."""
    rule = parse_rule("u = s + g; W = W - 0.1 * u; s = g")
    assert rule.state == ("s",)
    assert rule.reads == frozenset()
    run = Run(model("L = 0.5 * x**2", {"x": 2.0}, rule="u = s + g; W = W - 0.1 * u; s = g"))
    x, s = 2.0, 0.0
    for update in range(1, 6):
        slope = x
        x, s = x - 0.1 * (s + slope), slope
        run.go(update)
        assert number(run, "x") == pytest.approx(x, rel=1e-15)


def test_parameters_that_no_gradient_reaches_stay_and_have_no_lines() -> None:
    run = Run(
        model("y = step(X @ w) + v\nL = sum(y)", {"w": [1.0], "v": 2.0}, {"X": [[1.0]]}, rule="sgd", hyper={"eta": 1.0})
    )
    assert [line.name for line in run.programs.update] == ["v"]
    run.go(5)
    assert value(run, "w").tolist() == [1.0]
    assert run.programs.blocked["w"].op == "step"


def test_where_no_gradient_reaches_anything_nothing_is_learned() -> None:
    run = Run(model("L = sum(step(X @ w))", {"w": [1.0]}, {"X": [[1.0]]}, rule="sgd", hyper={"eta": 1.0}))
    assert not run.learns
    assert run.programs.update == ()


def test_adam_with_epsilon_inside_the_root_and_decay() -> None:
    """A lesson's own rule: AdamW with ε inside the root."""
    text = """
    m = beta1 * m + (1 - beta1) * g   # first moment
    v = beta2 * v + (1 - beta2) * g**2
    W = W - eta * (m / (1 - beta1**t) / sqrt(v / (1 - beta2**t) + eps) + lam * W)
    """
    run = Run(model("L = 0.5 * x**2", {"x": 2.0}, rule=text, hyper={"eta": 0.1, "lam": 0.01, "eps": 1e-4}))
    x, m, v = 2.0, 0.0, 0.0
    for t in range(1, 30):
        m, v = 0.9 * m + 0.1 * x, 0.999 * v + 0.001 * x**2
        x = x - 0.1 * (m / (1 - 0.9**t) / np.sqrt(v / (1 - 0.999**t) + 1e-4) + 0.01 * x)
        run.go(t)
        assert number(run, "x") == pytest.approx(x, rel=1e-12)


REFUSED = [
    ("W = W -", "formula.syntax", Place(1, 7, 8)),
    ("v = 0.9 * v", "formula.rule-without-parameter", Place(1, 1, 2)),
    ("v = v + g; W = sigmod(v)", "formula.unknown-operation-near", Place(1, 16, 22)),
    ("g = g + lam * W; W = W - eta * g", "engine.update-assigns", Place(1, 1, 2)),
    ("W = W - g; t = t + 1", "engine.update-assigns", Place(1, 12, 13)),
    ("v = v + g\nW = W + v = 1", "formula.unexpected-character", Place(2, 11, 12)),
]


@pytest.mark.parametrize(("text", "key", "place"), REFUSED, ids=[text for text, _, _ in REFUSED])
def test_rules_that_are_none(text: str, key: str, place: Place) -> None:
    with pytest.raises(FormulaError) as caught:
        parse_rule(text)
    (problem,) = caught.value.problems
    assert problem.message.key == key
    assert problem.place == place


def test_all_problems_of_a_rule_at_once() -> None:
    with pytest.raises(FormulaError) as caught:
        parse_rule("v = (g; h = a b\nW = W + ", line=5, column=9)
    places = [problem.place for problem in caught.value.problems]
    assert places == [Place(5, 13, 14), Place(5, 23, 24), Place(6, 7, 8)]


def test_the_update_program_of_a_rule_reads_as_formulas() -> None:
    programs = build_programs(valley("adam", eta=0.3))
    assert [f"{line.name} = {write(line.expr)}" for line in programs.update[:3]] == [
        "x.m = beta1 * x.m + (1 - beta1) * dx",
        "x.v = beta2 * x.v + (1 - beta2) * dx**2",
        "x = x - eta * (x.m / (1 - beta1**t)) / (sqrt(x.v / (1 - beta2**t)) + eps)",
    ]

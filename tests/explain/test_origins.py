"""Where values come from: lines of the three programs, in any pass, or an end."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.explain.helpers import at, check_value
from tests.models import model, value, xor
from tutor.engine.address import Address, parse_address
from tutor.engine.model import Batches
from tutor.engine.run import Run
from tutor.explain.explainer import Explainer, explain
from tutor.explain.explanation import Explanation
from tutor.explain.origin import Computed, End
from tutor.explain.problem import ExplainError
from tutor.explain.words import words_of


def end_of(explanation: Explanation) -> str:
    assert isinstance(explanation.origin, End)
    assert explanation.is_end
    assert explanation.reads == ()
    return explanation.origin.kind


def reads(explanation: Explanation) -> list[str]:
    return [str(address) for address in explanation.reads]


def read_by(explanation: Explanation) -> list[str]:
    return [str(address) for address in explanation.read_by]


@pytest.mark.parametrize(
    ("address", "kind", "found"),
    [
        ("0/X[3,1]", "data", 1.0),
        ("0/W1[1,0]", "parameter", -1.0),
        ("0/W1.v[1,0]", "state", 0.0),
        ("4/eta", "hyper", 2.0),
        ("4/t", "clock", 5.0),
        ("4/training", "training", 1.0),
        ("0/dL", "loss", 1.0),
    ],
)
def test_ends(address: str, kind: str, found: float) -> None:
    explanation = at(Run(xor(rule="momentum")), address)
    assert end_of(explanation) == kind
    assert explanation.value == found
    assert words_of(explanation).key == f"explain.end-{kind}"


def test_a_parameter_was_made_by_the_update_of_the_pass_before() -> None:
    run = Run(xor(rule="momentum"))
    run.go(12)
    entering = float(run.entering("W1")[1, 0])
    explanation = at(run, "12/W1[1,0]")
    assert isinstance(explanation.origin, Computed)
    assert (explanation.origin.phase, explanation.origin.parameter) == ("update", "W1")
    assert explanation.value == entering
    assert explanation.formula == "W1 + W1.v"
    assert reads(explanation) == ["11/W1[1,0]", "12/W1.v[1,0]"]
    state = at(run, "12/W1.v[1,0]")
    assert reads(state) == ["11/alpha", "11/W1.v[1,0]", "11/eta", "11/dW1[1,0]"]
    assert read_by(state) == ["12/W1[1,0]", "13/W1.v[1,0]"]
    assert run.position == (12, 0)


def test_what_reads_a_parameter() -> None:
    assert read_by(at(Run(xor()), "0/W2[1,0]")) == ["0/z2[0,0]", "0/z2[1,0]", "0/z2[2,0]", "0/z2[3,0]", *(
        f"0/dh[{row},1]" for row in range(4)
    ), "1/W2[1,0]"]  # fmt: skip


def test_without_an_update_the_pass_where_the_run_stands_is_meant() -> None:
    run = Run(xor())
    run.go(3, 2)
    assert str(explain(run, parse_address("W1[0,0]")).address) == "3/W1[0,0]"
    assert run.position == (3, 2)


@pytest.mark.parametrize("line", range(0, 17, 4))
def test_the_run_stays_as_it_was(line: int) -> None:
    """In whatever line it stands, update lines included, and with the same bits as if nobody had asked."""
    asked, alone = Run(xor(rule="adam", eta=0.1)), Run(xor(rule="adam", eta=0.1))
    asked.go(5, line)
    alone.go(5, line)
    explainer = Explainer(asked)
    for address in ("5/dW1[0,0]", "9/W1[0,0]", "2/h[1,1]", "6/W2.m[0,0]", "0/dX[1,1]"):
        explanation = explainer.explain(parse_address(address))
        assert explanation.numeric is None or explanation.numeric.error < 1e-6
    assert asked.position == alone.position
    for name in (*asked.learned, *(other.name for other in asked.lines[:line])):
        assert (value(asked, name) == value(alone, name)).all()


def test_the_famous_mistake_reads_weights_that_have_moved() -> None:
    text = "W2 = W2 - eta * dW2\nlate = dz2 @ W2.T\nW1 = W1 - eta * (X.T @ (late * h * (1 - h)))"
    run = Run(xor(rule="", update=text))
    late = at(run, "1/late[1,0]")
    assert reads(late) == ["0/dz2[1,0]", "1/W2[0,0]"]
    check_value(late)
    assert "1/late[1,0]" in read_by(at(run, "1/W2[0,0]"))
    assert read_by(late) == ["1/W1[0,0]", "1/W1[1,0]"]
    with pytest.raises(ExplainError) as refused:
        at(run, "0/late[1,0]")
    assert refused.value.message.key == "explain.not-updated-yet"


def test_a_name_that_an_update_sets_twice_has_no_address_in_between() -> None:
    run = Run(model("L = sum(w**2)", {"w": [2.0, 3.0]}, update="w = w - 0.1 * dw\nw = w * 0.5"))
    explanation = at(run, "1/w[1]")
    assert explanation.formula == "w * 0.5"
    assert str(explanation.symbolic("formula")) == "(w[1] - 0.1 * dw[1]) * 0.5"
    assert reads(explanation) == ["0/w[1]", "0/dw[1]"]
    check_value(explanation)
    assert read_by(at(run, "0/dw[1]")) == ["1/w[1]"]


def test_a_parameter_that_no_line_sets_is_carried_over() -> None:
    run = Run(model("L = sum((w + v)**2)", {"w": [2.0], "v": [1.0]}, update="w = w - 0.1 * dw"))
    explanation = at(run, "3/v[0]")
    assert isinstance(explanation.origin, Computed)
    assert explanation.origin.phase is None
    assert reads(explanation) == ["2/v[0]"]
    assert words_of(explanation).key == "explain.carried"


def test_what_was_set_by_hand() -> None:
    run = Run(xor())
    run.go(2)
    run.edit("b2", np.array([0.25]))
    run.edit("X", np.ones((4, 2)))
    explainer = Explainer(run)
    assert end_of(explainer.explain(parse_address("2/b2[0]"))) == "edited"
    assert end_of(explainer.explain(parse_address("3/X[0,0]"))) == "edited"
    assert end_of(explainer.explain(parse_address("1/X[0,0]"))) == "data"
    assert isinstance(explainer.explain(parse_address("3/b2[0]")).origin, Computed)
    run.switch(run.branches[0])
    assert isinstance(explainer.explain(parse_address("2/b2[0]")).origin, Computed)


def test_gradients_that_fusing_leaves_out_and_of_data() -> None:
    run = Run(xor())
    skipped, data = at(run, "0/dy[1,0]"), at(run, "0/dX[1,1]")
    assert skipped.formula == "(y - Y) / (4 * y * (1 - y))"
    assert reads(data) == ["0/dz1[1,0]", "0/W1[1,0]", "0/dz1[1,1]", "0/W1[1,1]"]
    for explanation in (skipped, data):
        check_value(explanation)
        assert explanation.numeric is not None
        assert explanation.numeric.error < 1e-8
        assert explanation.read_by == ()


def test_a_gradient_on_demand_goes_on_from_the_lines_that_there_are() -> None:
    """Where a sigmoid is saturated the long way loses the number; the lines of the pass have not."""
    run = Run(replace(xor(), parameters={**xor().parameters, "b2": np.array([800.0])}))
    run.go(0, len(run.lines))
    gradient = run.gradient("X")
    assert gradient is not None
    assert np.isfinite(gradient).all()
    assert at(run, "0/dX[1,1]").value == gradient[1, 1]


def test_draws_are_ends_with_what_they_depend_on() -> None:
    run = Run(
        model(
            "keep = bernoulli(1 - p, x)\ny = w * x * keep\nL = sum(y)",
            {"w": [1.0, 2.0, 3.0]}, {"x": [1.0, 2.0, 3.0]}, rule="sgd", hyper={"eta": 0.1, "p": 0.5},
        )
    )  # fmt: skip
    run.go(3, 1)
    drawn = value(run, "keep")
    for unit in range(3):
        explanation = at(run, f"3/keep[{unit}]")
        assert explanation.value == drawn[unit]
        assert reads(explanation) == ["3/p"]
        assert [term.value for term in explanation.terms] == [drawn[unit]]
        assert str(explanation.symbolic("formula")) == f"bernoulli(1 - p, x)[{unit}]"
        assert words_of(explanation).say("en") == "Drawn at random for this pass: 1 with probability 0.5, else 0."
    assert "3/keep[2]" in read_by(at(run, "3/p"))


def test_noise_within_an_update_is_what_was_drawn() -> None:
    run = Run(
        model("L = sum(w**2)", {"w": [1.0, 2.0]}, update="w = w - 0.1 * dw + normal(0.5, w) * normal(2, w)")
    )  # fmt: skip
    run.go(4)
    explanation = at(run, "4/w[1]")
    assert explanation.value == float(run.entering("w")[1])
    check_value(explanation)
    assert reads(explanation) == ["3/w[1]", "3/dw[1]"]


def test_batches_are_read_as_the_pass_sees_them() -> None:
    data = {"X": np.arange(10.0).reshape(5, 2), "Y": np.arange(5.0)[:, None]}
    run = Run(
        model(
            "y = X @ w\nL = mean((y - Y)**2)", {"w": [[0.1], [0.2]]}, data,
            rule="sgd", hyper={"eta": 0.01}, batches=Batches(("X", "Y"), 2, seed=3),
        )
    )  # fmt: skip
    for update in range(4):
        run.go(update, 1)
        explanation = at(run, f"{update}/y[0,0]")
        assert explanation.value == value(run, "y")[0, 0]
        check_value(explanation)
    last = at(run, "2/dy[0,0]")  # one row only
    assert str(last.symbolic("formula")) == "2 * (y[0,0] - Y[0,0])"
    assert read_by(at(run, "2/w[0,0]")) == ["2/y[0,0]", "3/w[0,0]"]
    with pytest.raises(ExplainError):
        at(run, "2/y[1,0]")


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("0/nothing", "unknown-name"),
        ("0/dW", "unknown-name-near"),
        ("0/deta", "unknown-name-near"),
        ("0/dW2", "which-cell"),
        ("0/dW2[2,0]", "no-such-cell"),
        ("0/dW2[0]", "which-cell"),
        ("0/L[0]", "no-such-cell"),
        ("12", "no-name"),
    ],
)
def test_what_is_no_cell(address: str, key: str) -> None:
    with pytest.raises(ExplainError) as refused:
        at(Run(xor()), address)
    assert refused.value.message.key == f"explain.{key}"
    for language in ("en", "ko"):
        assert "{" not in refused.value.message.say(language)


@pytest.mark.parametrize(
    ("text", "address", "key"),
    [
        ("y = step(x @ w)\nL = sum(y)", "0/dw[0]", "gradient-blocked"),
        ("y = x @ w\nL = sum(x)", "0/dw[0]", "no-gradient"),
        ("y = x * w", "0/dw[0]", "nothing-differentiated"),
        ("y = x @ w\nL = sum(y)", "1/w[0]", "no-such-pass"),
    ],
)
def test_what_has_no_value(text: str, address: str, key: str) -> None:
    with pytest.raises(ExplainError) as refused:
        at(Run(model(text, {"w": [1.0, 2.0]}, {"x": [1.0, 2.0]})), address)
    assert refused.value.message.key == f"explain.{key}"


def test_addresses_are_complete() -> None:
    assert at(Run(xor()), "0/L").address == Address(0, "L", None)
    assert at(Run(xor()), "0/h[1,0]").address == Address(0, "h", (1, 0))

"""Every complaint that a model can earn, with its place; and that a model without errors runs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from tests.budget import examples
from tests.models import arrays, condition, lines, model, xor
from tests.strategies import Sample, programs
from tutor.engine.checks import check_model
from tutor.engine.model import Batches, Model, Watch
from tutor.engine.run import Run
from tutor.formula.problems import Place

DATA = {"X": [[1.0, 2.0], [3.0, 4.0]], "Y": [[1.0], [0.0]]}
PARAMETERS = {"w": [[0.5], [0.25]], "b": [0.1]}


def keys(made: Model, severity: str = "error") -> list[str]:
    problems = [problem for problem in check_model(made) if problem.severity == severity]
    for problem in problems:
        assert problem.message.say("en") != problem.message.say("ko")
    return [problem.message.key.partition(".")[2] for problem in problems]


FORWARD = [
    ("z = X @ v", "unknown-name", Place(1, 9, 10)),
    ("zed = X @ w\ny = zet", "unknown-name-near", Place(2, 5, 8)),
    ("y = z\nz = X @ w", "read-before", Place(1, 5, 6)),
    ("y = y + 1", "reads-itself", Place(1, 5, 6)),
    ("p = q\nq = p", "read-before", Place(1, 5, 6)),
    ("z = X @ w\nz = z + 1", "defined-twice", Place(1, 1, 2)),
    ("X = 2 * w", "line-is-given", Place(1, 1, 2)),
    ("w = 2 * X", "line-is-given", Place(1, 1, 2)),
    ("eta = sum(w)", "line-is-hyper", Place(1, 1, 4)),
    ("training = sum(w)", "training-is-given", Place(1, 1, 9)),
    ("dw = X @ w", "gradient-name", Place(1, 1, 3)),
    ("z = X @ w\ndz = z", "gradient-name", Place(2, 1, 3)),
    ("dL = X @ w\nL = sum(dL)", "gradient-name", Place(1, 1, 3)),
    ("z = X @ Y", None, None),
    ("z = Y @ Y", "matmul-sizes", Place(1, 5, 10)),
    ("z = X @ w\nL = bce(z, X)", "shapes-must-equal", Place(2, 5, 14)),
    ("m = 2 * bernoulli(0.5, X)", "draw-alone", Place(1, 9, 26)),
    ("d1 = X @ w\nd2 = d1", None, None),
]


@pytest.mark.parametrize(("text", "key", "place"), FORWARD, ids=[text for text, _, _ in FORWARD])
def test_the_forward_lines(text: str, key: str | None, place: Place | None) -> None:
    problems = check_model(model(text, PARAMETERS, DATA, hyper={"eta": 0.1}))
    found = [(problem.message.key.partition(".")[2], problem.place) for problem in problems]
    assert found == ([] if key is None else [(key, place)])


def test_all_problems_at_once_and_none_that_only_follows_from_another() -> None:
    text = "p = X @ missing\nq = p + 1\nr = Y @ Y\ns = r + q\nu = X + nothing"
    problems = check_model(model(text, PARAMETERS, DATA))
    assert [problem.place.line for problem in problems if problem.place] == [1, 3, 5]


@pytest.mark.parametrize(
    "given_names",
    [{"parameters": {"x": 1.0, "dx": 2.0}}, {"parameters": {"x": 1.0}, "data": {"dx": 2.0}}, {"hyper": {"dx": 2.0}}],
)
def test_a_name_that_is_given_may_not_be_that_of_a_gradient_either(given_names: dict[str, dict[str, float]]) -> None:
    made = model("L = x * dx", given_names.get("parameters", {"x": 1.0}), given_names.get("data"))
    assert keys(replace(made, hyper=given_names.get("hyper", {}))) == ["gradient-name"]


TRAINED = "z = X @ w + b\ny = sigmoid(z)\nL = bce(y, Y)"


def trained(**changes: object) -> Model:
    return replace(model(TRAINED, PARAMETERS, DATA, rule="sgd", hyper={"eta": 0.1}), **changes)  # type: ignore[arg-type]


VALIDATED = {"a": Watch(condition("L"), "validation")}
CHANGES: list[tuple[dict[str, object], list[str]]] = [
    ({}, []),
    ({"hyper": {}}, ["eta-missing"]),
    ({"update": model("L = w", {"w": 1.0}, rule="W = W - etha * g").update}, ["hyper-missing"]),
    ({"update": model("L = w", {"w": 1.0}, rule="W = W - eta * sum(g)").update}, []),
    ({"update": model("L = w", {"w": 1.0}, rule="W = eta * sum(g)").update}, ["update-shape", "update-shape"]),
    ({"update": model("L = w", {"w": 1.0}, rule="u = sum(g); u = g; W = u").update}, ["update-shape", "update-shape"]),
    ({"update": model("L = w", {"w": 1.0}, rule="eta = eta * 0.9; W = W - eta * g").update}, ["update-assigns"]),
    ({"forward": lines("z = X @ w + b")}, ["rule-without-loss"]),
    ({"parameters": {}, "forward": lines("L = sum(X)")}, ["nothing-to-update"]),
    ({"forward": ()}, ["no-lines"]),
    ({"batches": Batches(("X", "Q"), 1)}, ["batch-rows"]),
    ({"batches": Batches(("X", "k"), 1), "data": arrays({**DATA, "k": 1.0})}, ["batch-rows"]),
    ({"batches": Batches(("X", "k"), 1), "data": arrays({**DATA, "k": [1.0, 2.0, 3.0]})}, ["batch-rows"]),
    ({"batches": Batches(("X", "Y"), 1)}, []),
    ({"batches": Batches(("X", "Y"), 2), "data": arrays({"X": [[1.0, 2.0]] * 3, "Y": [[1.0]] * 3})}, []),
    ({"batches": Batches(("X",), 2), "data": arrays({"X": [[1.0, 2.0]] * 3, "Y": [[1.0]] * 2})}, ["short-batch"]),
    ({"watches": VALIDATED, "parts": {"validation": arrays({"X": [[1.0, 2.0]], "Y": [[1.0]]})}}, []),
    ({"watches": VALIDATED, "parts": {"validation": arrays({"X": [[1.0]], "Y": [[1.0]]})}}, ["watch-on-part"]),
    ({"watches": VALIDATED, "parts": {"validation": arrays({"X": [[1.0, 2.0]]})}}, ["watch-on-part"]),
    ({"watches": {"a": Watch(condition("sum(dw)"), "train")}}, ["unknown-name"]),
    ({"watches": {"a": Watch(condition("y"), "train")}}, ["watch-one-number"]),
    ({"wrong": {"dq": condition("z")}}, ["wrong-no-line"]),
    ({"wrong": {"dy": condition("y - Y")}}, ["wrong-no-line"]),  # fused away
    ({"wrong": {"dz": condition("sum(y - Y)")}}, ["wrong-shape"]),
    ({"wrong": {"dz": condition("y - Q")}}, ["unknown-name"]),
    ({"wrong": {"dz": condition("y - Y")}}, []),
    ({"watches": {"a": Watch(condition("mean(y)"))}, "until": condition("a > 0.5 and L < 1")}, []),
    ({"watches": {"a": Watch(condition("y"))}}, ["watch-one-number"]),
    ({"watches": {"a": Watch(condition("mean(q)"))}}, ["unknown-name"]),
    ({"watches": {"a": Watch(condition("L"), "validation")}}, ["watch-part"]),
    ({"until": condition("y > 0.5")}, ["condition-one-number"]),
    ({"goal": condition("all(y == Q)")}, ["unknown-name"]),
    ({"until": condition("max(abs(dy)) < 1")}, []),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "expected"), CHANGES, ids=[str(number) for number in range(len(CHANGES))])
def test_everything_around_the_forward_lines(changes: dict[str, object], expected: list[str]) -> None:
    made = trained(**changes)
    assert [key.removesuffix("-near") for key in keys(made)] == expected
    if not expected:
        run = Run(made)
        run.go(3 if run.learns else 0, 99)
        run.watches()


def test_advice_is_not_an_error() -> None:
    made = model(
        "y = v - Y\nL = sum(step(y) * w) + sum(y)",
        {"v": [1.0, 2.0], "w": 1.0, "q": 3.0},
        DATA,
        rule="sgd",
        hyper={"eta": 1.0},
    )
    assert keys(made) == []
    assert sorted(keys(made, "advice")) == ["parameter-unused", "vector-meets-column"]
    blocked = model("L = sum(step(X @ w))", {"w": [[1.0], [2.0]]}, DATA, rule="sgd", hyper={"eta": 1.0})
    assert keys(blocked, "advice") == ["parameter-blocked"]
    assert keys(xor(), "advice") == []


def test_what_would_not_fit_into_memory_is_refused_before_it_is_made() -> None:
    big = {"u": np.zeros(5_000_000)}
    made = model("\n".join(f"h{k} = u * {k}" for k in range(20)), {}, big)
    assert keys(made) == ["program-too-large"]
    assert keys(model("L = outer(u, u)", {}, big)) == ["too-many-elements"]


@given(programs())
@examples(100)
def test_random_programs_earn_no_error_and_run(sample: Sample) -> None:
    made = sample.model()
    assert keys(made) == []
    run = Run(made)
    run.go(0, len(run.lines))
    assert np.isfinite(run.value("L"))  # type: ignore[arg-type]

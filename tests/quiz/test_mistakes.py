"""The table of mistakes: each can be made and is recognised, none is seen where the answer is right."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from tests.quiz.learners import Learner
from tests.quiz.nets import NETS, Net
from tests.quiz.problems import problems
from tutor.formula.operations.operation import Array, Index
from tutor.messages import LANGUAGES, say
from tutor.quiz.diagnosis import Suspect
from tutor.quiz.marking import Marker
from tutor.quiz.matrices import Paste, indices
from tutor.quiz.mistakes import MISTAKES
from tutor.quiz.numbers import rounded, units_of, written, written_to
from tutor.quiz.sheet import Step
from tutor.quiz.variants import Ask, Variants

IN_THE_TABLE = (
    "drop-factor", "drop-term", "flip-sign", "extra-factor", "double", "halve", "sum-for-mean", "mean-for-sum",
    "transpose-operand", "transpose-result", "wrong-axis", "elementwise-for-matmul", "matmul-for-elementwise",
    "preactivation", "skip-activation", "twice", "derivative-at-output", "other-activation", "exponent-sign",
    "updated-weight", "gradient-for-weight", "weight-for-input", "neighbour", "log10", "difference-of-squares",
    "absolute", "swap-classes", "logits", "diagonal-softmax", "zero", "no-update", "step-only", "delta-for-gradient",
    "dampened", "no-momentum", "no-bias-correction", "no-power", "power-two", "step-off-by-one", "no-root",
    "epsilon-inside", "one-sided", "no-two", "unbiased-variance", "variance-for-deviation", "no-scale-shift",
    "not-scaled", "scaled-by-drop", "rounded-early", "decimal-shift", "sign", "order",
)  # fmt: skip
FORMULAS = [name for name in IN_THE_TABLE if MISTAKES[name].rewrite is not None]
SEEDS = range(4)


def test_the_table_is_whole() -> None:
    assert sorted(MISTAKES) == sorted(IN_THE_TABLE)


@pytest.mark.parametrize("name", IN_THE_TABLE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mistake_has_its_sentences_and_a_name(name: str, language: str) -> None:
    assert language in LANGUAGES
    for form in MISTAKES[name].forms:
        key = f"quiz.mistake-{name}" + (f"-{form}" if form else "")
        gaps = dict.fromkeys(_GAPS, "·")
        assert say(key, language, **gaps) != key
    assert say(f"quiz.kind-{name}", language) != f"quiz.kind-{name}"


_GAPS = (
    "factor", "term", "number", "product", "count", "operand", "turned", "name", "weight", "input", "other", "value",
    "before", "activation", "slope", "output", "used", "asked", "gradient", "owner", "target", "error", "decay",
    "velocity", "update", "step", "less", "variance", "deviation", "scale", "shift", "share", "dropped", "digits",
    "places", "power",
)  # fmt: skip


def typed(value: Array, asked: Array | None = None) -> dict[Index, str]:
    """A value as it is typed: with four significant digits, or down to the last digit that is ``asked`` for."""
    unit = units_of(value)
    unit = np.where(unit == 0, unit.max(initial=1e-4) or 1e-4, unit)
    unit = unit if asked is None else np.minimum(unit, asked)
    return {
        index: "0" if value[index] == 0 else written_to(float(value[index]), float(unit[index]))
        for index in indices(value.shape)
    }


def chances(name: str) -> Iterator[tuple[Step, Marker, Suspect]]:
    """Places where a mistake can be made with numbers that keep it apart from the others."""
    for net in NETS.values():
        own = net.sheet()
        for line in own.steps:
            marker = Marker(own)
            if not any(suspect.id == name for suspect in marker.suspects(line).all):
                continue
            variants = Variants(net.model, [(own, [Ask(line.key)])])
            for seed in SEEDS:
                drawn = variants.draw(seed)
                sheet = drawn.sheets[0]
                step, marker = sheet.by_key[line.key], Marker(sheet)
                for suspect in marker.suspects(step).all:
                    if drawn.clear and suspect.id == name:
                        yield step, marker, suspect


@pytest.mark.parametrize("name", FORMULAS)
def test_it_can_be_made_and_is_recognised(name: str) -> None:
    named = 0
    for step, marker, suspect in chances(name):
        if suspect.value.shape != step.shape:
            rows = tuple(tuple(written(float(cell)) for cell in row) for row in suspect.value)
            mark = marker.mark(step, Paste(rows, turned=True))
        else:
            asked = marker.precision.unit(step) if marker.precision.by_step(step) else None
            mark = marker.mark(step, typed(suspect.value, asked))
        assert mark.verdict == "wrong"
        assert name in mark.diagnosis.ids, (step.key, mark.diagnosis.ids)
        named += mark.diagnosis.ids == (name,)
        if named == 3:
            break
    assert named, "it is never the only one that fits"


@pytest.mark.parametrize("net", NETS.values(), ids=list(NETS))
def test_the_right_answer_is_never_diagnosed(net: Net) -> None:
    sheet = net.sheet()
    marker = Marker(sheet)
    for step in sheet.steps:
        asked = marker.precision.unit(step) if marker.precision.by_step(step) else None
        mark = marker.mark(step, typed(sheet.values[step.key], asked))
        assert (mark.verdict, mark.diagnosis.ids) == ("right", ())


def test_a_faultless_learner_is_never_told_of_a_mistake() -> None:
    for problem in problems(12, seed=11):
        sheet = problem.sheet()
        for habit in ("rounds", "cuts off"):
            learner, marker = Learner(sheet, habit), Marker(sheet)
            for step in sheet.steps:
                value = learner.exact_step(step) if marker.precision.by_step(step) else learner.values[step.key]
                mark = marker.mark(step, learner.typed(step, value))
                assert mark.diagnosis.ids == ()
                assert mark.verdict == "right", (problem.name, step.key)


# What can befall any quantity


@pytest.fixture
def squares() -> tuple[Marker, Step]:
    sheet = NETS["squares"].sheet()
    return Marker(sheet), sheet.by_key["dz1"]


def test_values_rounded_too_early_are_recognised_by_the_last_digit(squares: tuple[Marker, Step]) -> None:
    marker, step = squares
    values = marker.sheet.values
    h, dh = rounded(values["h"], 2), rounded(values["dh"], 2)
    mark = marker.mark(step, typed(dh * h * (1 - h)))
    assert mark.diagnosis.ids == ("rounded-early",)
    off = {index: f"{text}9" for index, text in typed(dh * h * (1 - h) * 1.0004).items()}
    assert marker.mark(step, off).diagnosis.ids != ("rounded-early",)


@pytest.mark.parametrize("power", [-2, -1, 1, 3])
def test_a_decimal_point_that_moved_is_recognised(squares: tuple[Marker, Step], power: int) -> None:
    marker, step = squares
    right = marker.sheet.values[step.key]
    assert marker.mark(step, typed(right * 10.0**power)).diagnosis.ids == ("decimal-shift",)
    one_cell = right.copy()
    one_cell[1, 1] *= 10.0**power
    mark = marker.mark(step, typed(one_cell))
    assert (mark.where("wrong"), mark.diagnosis.ids) == ([(1, 1)], ("decimal-shift",))


def test_a_sign_is_recognised(squares: tuple[Marker, Step]) -> None:
    marker, _ = squares
    step = marker.sheet.by_key["h"]
    assert marker.mark(step, typed(-marker.sheet.values["h"])).diagnosis.ids == ("sign",)
    one_cell = marker.sheet.values["h"].copy()
    one_cell[2, 0] *= -1
    assert marker.mark(step, typed(one_cell)).diagnosis.ids == ("sign",)


def test_the_right_numbers_in_another_order_are_recognised(squares: tuple[Marker, Step]) -> None:
    marker, step = squares
    right = marker.sheet.values[step.key]
    shuffled = right.reshape(-1)[[3, 1, 0, 2, 5, 4]].reshape(right.shape)
    assert marker.mark(step, typed(shuffled)).diagnosis.ids == ("order",)


def test_of_two_that_fit_both_are_said() -> None:
    sheet = NETS["square net"].sheet()
    marker = Marker(sheet)
    step = sheet.by_key["dW2"]  # two rows: twice the value is a sum for the mean, or a 2 too many
    mark = marker.mark(step, typed(2 * sheet.values["dW2"]))
    assert set(mark.diagnosis.ids) == {"double", "sum-for-mean"}
    message = mark.diagnosis.message
    assert message is not None
    assert "either" in message.say("en")


def test_what_nobody_knows_is_not_named() -> None:
    sheet = NETS["squares"].sheet()
    mark = Marker(sheet).mark(sheet.by_key["dz1"], typed(sheet.values["dz1"] * 1.2345))
    assert (mark.verdict, mark.diagnosis.ids, mark.diagnosis.message) == ("wrong", (), None)

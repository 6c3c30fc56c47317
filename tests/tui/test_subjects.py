"""Every cell that is drawn is asked about under its own address, and the answer is about the number that is drawn."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tests.tui.support import array, batched_model, graph_model, lesson, model, moment_at, xor_model
from tutor.engine.model import Model
from tutor.engine.rules import RULES
from tutor.formula.parse import parse_program
from tutor.tui.inquiry import Questions
from tutor.tui.picture.quantity import Quantity
from tutor.tui.picture.tags import Spot
from tutor.tui.session import Session
from tutor.tui.subjects import find, part_of_line, quantities


def custom_model() -> Model:
    """An update program that assigns a name twice: what the first line gives has no address."""
    update, problems = parse_program("delta = eta * dw\nw = w - delta\nw = 0.9 * w")
    assert not problems
    return model(
        "y = X @ w\nL = mean((y - Y)**2)", {"w": array(0.5, 0.5)}, {"X": array([0, 1], [1, 1]), "Y": array(0, 1)},
        hyper={"eta": 0.1}, update=update,
    )  # fmt: skip


MODELS: dict[str, Callable[[], Model]] = {
    "xor": xor_model,
    "momentum": lambda: xor_model(update=RULES["momentum"]),
    "adam": lambda: xor_model(update=RULES["adam"]),
    "batches": batched_model,
    "graph": graph_model,
    "twice": custom_model,
    "convolution": lambda: lesson("convolution").model(),
    "recurrent": lambda: lesson("recurrent").model(),
    "dropout": lambda: lesson("dropout").model(),
    "batch-normalisation": lambda: lesson("batch-normalisation").model(),
}


def corners(quantity: Quantity) -> list[tuple[int, ...]]:
    first, last = (0,) * len(quantity.shape), tuple(size - 1 for size in quantity.shape)
    return [first] if first == last else [first, last]


@pytest.mark.parametrize("name", MODELS)
def test_what_is_drawn_is_what_is_explained(name: str) -> None:
    it = Session(MODELS[name]())
    questions = Questions(it)
    asked = 0
    for update in (0, 2) if it.run.learns else (0,):
        for number in range(len(it.run.lines) + 1):
            moment = moment_at(it, update, number)
            for quantity in quantities(moment):
                subject = quantity.subject
                if subject is None or subject.kind == "change" or quantity.array is None:
                    continue
                part = part_of_line(moment, subject) if subject.kind == "part" else None
                for cell in corners(quantity):
                    explained = questions.ask(Spot(subject, cell), part).here
                    drawn = float(quantity.array[cell])
                    assert np.isclose(explained.value, drawn, rtol=1e-12, equal_nan=True), (subject, cell, number)
                    asked += 1
    assert asked > 30


def test_a_transposed_cell_is_that_of_the_value() -> None:
    it = Session(xor_model())
    quantity = moment_at(it, 0, 7).shown
    assert quantity is not None
    turned = quantity.equation.terms("whole")[0]
    assert isinstance(turned, Quantity)
    assert turned.subject is not None
    assert str(turned.subject.address(0, (1, 3))) == "0/h[3,1]"


def test_a_part_without_a_name_has_no_address_but_a_formula() -> None:
    it = Session(xor_model())
    moment = moment_at(it, 0, 10)
    parts = [one for one in quantities(moment) if one.subject is not None and one.subject.kind == "part"]
    part = next(one.subject for one in parts if one.label == "1 − h")
    assert part is not None
    assert part.name == "h"
    assert part.address(0, (0, 0)) is None
    expr = part_of_line(moment, part)
    assert expr is not None
    assert str(Questions(it).ask(Spot(part, (0, 1)), expr).here.symbolic()) == "1 − h₁₂"


def test_an_updated_parameter_is_that_of_the_next_pass() -> None:
    it = Session(xor_model())
    moment = moment_at(it, 3, 13)
    assert moment.shown is not None
    result = moment.shown.equation.result.subject
    operand = next(one.subject for one in quantities(moment) if one.subject and one.subject.place == "0")
    assert result is not None
    assert operand is not None
    assert str(result.address(3, (0, 0))) == "4/W1[0,0]"
    assert str(operand.address(3, (0, 0))) == "3/W1[0,0]"
    value = next(row.value.subject for row in moment.parameters if row.value.label == "W₁")
    assert value is not None
    assert str(value.address(3, (0, 0))) == "4/W1[0,0]"


def test_what_is_written_over_has_no_address() -> None:
    it = Session(custom_model())
    shown = moment_at(it, 0, len(it.run.lines) - 1).shown
    assert shown is not None
    assert shown.equation.result.subject is not None
    assert shown.equation.result.subject.kind == "part"


def test_every_value_is_found_again() -> None:
    moment = moment_at(Session(xor_model()), 0, 7)
    for quantity in quantities(moment):
        if quantity.subject is not None:
            found = find(moment, quantity.subject)
            assert found is not None
            assert found.label == quantity.label

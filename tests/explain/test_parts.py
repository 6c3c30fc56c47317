"""Parts of lines that have no name are explained like values of their own."""

from __future__ import annotations

import pytest

from tests.explain.helpers import check_value
from tests.models import xor
from tutor.engine.run import Run
from tutor.explain.explainer import Explainer
from tutor.explain.words import words_of
from tutor.formula.parse import parse_expression


@pytest.mark.parametrize("rule", ["sgd", "momentum", "adam"])
@pytest.mark.parametrize("update", [0, 3])
def test_every_line_as_a_part_of_itself(rule: str, update: int) -> None:
    """What a whole line gives, explained as a part, is what the line gave."""
    run = Run(xor(rule=rule))
    run.go(update)
    explainer = Explainer(run)
    for number, line in enumerate(run.lines):
        index = (0,) * len(line.shape)
        explanation = explainer.part(update, number, line.expr, index, "part")
        run.go(update, number + 1)
        value = run.value(line.name)
        assert value is not None
        assert explanation.value == float(value[index])
        run.go(update)
        check_value(explanation)
        assert explanation.read_by == ()
        assert words_of(explanation).say("en").endswith(".")


def test_a_part_reads_the_cells_of_named_values() -> None:
    run = Run(xor())
    number = next(number for number, line in enumerate(run.lines) if line.name == "dz1")
    explanation = Explainer(run).part(2, number, parse_expression("1 - h"), (3, 1), "(1 − h)")
    assert [str(address) for address in explanation.reads] == ["2/h[3,1]"]
    assert str(explanation.symbolic()) == "1 − h₄₂"
    assert explanation.paths is None
    assert explanation.numeric is None

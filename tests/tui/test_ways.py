"""The long way and the short one, and a line written out."""

from __future__ import annotations

import numpy as np
import pytest

from tests.tui.support import array, graph_model, lesson, model, session, xor_model
from tutor.engine.model import Model
from tutor.engine.rules import RULES
from tutor.formula.evaluate import evaluate
from tutor.formula.operations import OPERATIONS
from tutor.formula.parse import parse_expression
from tutor.formula.spell import spelt_out
from tutor.formula.tree import Apply, Name
from tutor.messages import LANGUAGES
from tutor.tui.moment import Moment
from tutor.tui.panels.line import heading, line
from tutor.tui.session import Session
from tutor.tui.ways import turn, written_out


def at(of: Session, name: str) -> Session:
    place = of.find(name)
    assert of.travel(place)
    return of


def test_the_long_way_shows_both_steps_and_that_they_agree() -> None:
    it = at(session(), "0/dz2")
    said = turn(it).say("en")
    assert said.startswith("The long way: ∂L/∂y, ∂L/∂z₂. Both agree: largest difference ")
    assert float(said.rpartition(" ")[2].replace("−", "-")) < 1e-15
    assert it.run.current is not None
    assert it.run.current.name == "dz2"
    assert [line.name for line in it.programs.backward[:2]] == ["dy", "dz2"]
    assert "long way" in heading(Moment(it, "en"))


def test_from_a_line_that_the_short_way_leaves_out() -> None:
    it = session()
    turn(it)
    at(it, "0/dy")
    assert turn(it).key == "tui.ways-short"
    assert it.run.current is not None
    assert it.run.current.name == "dz2"


@pytest.mark.parametrize("line_number", range(17))
def test_the_line_stays_the_same_where_it_is_in_both(line_number: int) -> None:
    it = session()
    it.run.go(3, line_number)
    before = it.run.current
    turn(it)
    after = it.run.current
    assert it.run.position.update == 3
    assert (before is None) == (after is None)
    assert before is None or after is None or (after.phase, after.name) == (before.phase, before.name)
    turn(it)
    assert it.run.position == (3, line_number)


def test_a_lesson_that_shows_the_long_way_can_show_the_short_one() -> None:
    of = xor_model(fuse=False)
    it = Session(of)
    assert it.run.long_way
    assert [line.name for line in it.programs.backward[:2]] == ["dy", "dz2"]
    assert turn(it).key == "tui.ways-short"
    assert it.programs.backward[0].name == "dz2"
    it.advance(5)
    assert it.programs.backward[0].name == "dz2"
    turn(it)
    fresh = Session(xor_model(fuse=False))
    fresh.advance(5)
    for name in of.parameters:
        assert np.array_equal(it.run.entering(name), fresh.run.entering(name))


def test_where_nothing_cancels_it_is_said() -> None:
    it = Session(graph_model())
    assert turn(it).key == "tui.ways-none"
    assert not it.run.long_way


def test_a_way_that_loses_its_numbers_is_told() -> None:
    sure = model(
        "y = sigmoid(w * x)\nL = bce(y, t)",
        {"w": array([100.0])},
        {"x": array([10.0]), "t": array([0.0])},
        update=RULES["sgd"],
        hyper={"eta": 0.1},
    )
    it = Session(sure)
    message = turn(it)
    assert message.parameters["agree"].key == "tui.ways-lost"  # type: ignore[attr-defined]
    assert all(message.say(language) for language in LANGUAGES)


def test_a_mistaken_line_makes_them_differ() -> None:
    wrong: Model = xor_model(wrong={"dy": parse_expression("y - Y")})
    message = turn(Session(wrong))
    assert message.parameters["agree"].key == "tui.ways-differ"  # type: ignore[attr-defined]


# Written out


@pytest.mark.parametrize("name", [name for name, entry in OPERATIONS.items() if entry.spelt is not None])
def test_what_is_written_out_gives_the_same(name: str) -> None:
    draws = np.random.default_rng(5)
    entry = OPERATIONS[name]
    options = [tuple((option.name, option.default) for option in entry.options)]
    if any(option.name == "axis" for option in entry.options):
        options += [(("axis", 0), ("keepdims", False)), (("axis", -1), ("keepdims", True))]
    for shape in ((4, 3), (5,)):
        values = {operand: draws.uniform(0.1, 0.9, shape) for operand in entry.operands}
        for given in options:
            expr = Apply(name, tuple(map(Name, entry.operands)), given)
            spelt = spelt_out(expr, dict.fromkeys(entry.operands, shape))
            assert spelt != expr
            assert np.allclose(evaluate(spelt, values), evaluate(expr, values), rtol=1e-12, atol=0)


def rows(name: str, at_name: str) -> list[str]:
    return written_out(Moment(at(session(name), at_name), "en"))


def test_a_loss_is_written_out() -> None:
    formula, cell = rows("xor", "0/L")
    assert formula == "= −Σ(Y ⊙ ln(y) + (1 − Y) ⊙ ln(1 − y)) / 4"
    assert cell.startswith("L = −(Y₁₁ · ln(y₁₁) + (1 − Y₁₁) · ln(1 − y₁₁) + ")
    assert cell.endswith(" / 4")


def test_a_sum_and_a_product_are_written_term_by_term() -> None:
    assert rows("xor", "0/db2") == ["∂L/∂b⁽²⁾₁ = ∂L/∂z⁽²⁾₁₁ + ∂L/∂z⁽²⁾₂₁ + ∂L/∂z⁽²⁾₃₁ + ∂L/∂z⁽²⁾₄₁"]
    assert rows("xor", "0/z2") == ["z⁽²⁾₁₁ = h₁₁ · w⁽²⁾₁₁ + h₁₂ · w⁽²⁾₂₁ + b⁽²⁾₁"]


def test_the_cell_that_was_asked_for_is_written() -> None:
    assert rows("xor", "0/z2[2,0]") == ["z⁽²⁾₃₁ = h₃₁ · w⁽²⁾₁₁ + h₃₂ · w⁽²⁾₂₁ + b⁽²⁾₁"]


def test_a_plain_line_has_nothing_to_write_out() -> None:
    assert rows("xor", "0/dz1") == []
    it = at(session(), "0/dz1")
    it.writes_out = True
    assert "nothing to write out" in line(Moment(it, "en"), 78, 12).plain()


def test_under_the_formula_and_off_again() -> None:
    it = at(session(), "0/L")
    it.writes_out = True
    text = line(Moment(it, "en"), 78, 12).plain()
    assert text.split("\n")[1] == "= −Σ(Y ⊙ ln(y) + (1 − Y) ⊙ ln(1 − y)) / 4"
    it.writes_out = False
    assert "Σ" not in line(Moment(it, "en"), 78, 12).plain()


@pytest.mark.parametrize(
    "name", ["xor", "softmax-regression", "dropout", "attention", "convolution", "hyper-parameters"]
)
def test_every_line_of_a_lesson_can_be_written_out(name: str) -> None:
    it = Session(lesson(name).model(), lesson(name))
    it.writes_out = True
    for number in range(1, len(it.run.lines) + 1):
        it.run.go(0, number)
        for width, height in ((58, 7), (78, 10), (118, 20)):
            picture = line(Moment(it, "ko"), width, height)
            assert picture.height >= 2

"""What keeps explanations honest: evaluated with the values they name, they give what the engine computed.

Every cell of every line and of every part of a line is expanded and evaluated, operation by operation; of arrays of
more than 300 cells, or whose cells are sums of more than 6000 terms together, a seeded sample. Of each line some cells
are taken apart at once, down to the values that they name, said and written. With ``TUTOR_EXAMPLES`` in the environment
all of that is done with all cells.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.budget import examples
from tests.explain.helpers import address_of, check_line, check_value, every_line, some_cells
from tests.interpreter import Array
from tests.strategies import Sample, programs
from tutor.engine.address import Address
from tutor.engine.model import Model
from tutor.engine.rules import RULES
from tutor.engine.run import Run
from tutor.explain.explainer import Explainer
from tutor.explain.explanation import Explanation
from tutor.explain.origin import Computed
from tutor.explain.words import words_of
from tutor.formula.evaluate import evaluate
from tutor.formula.parse import parse_expression
from tutor.lesson.collection import Collection

ROOT = Path(__file__).parents[2]
COLLECTION = Collection(ROOT / "lessons", ROOT / "assets")
LESSONS = [head.id for head in COLLECTION.lessons]


@pytest.mark.parametrize("name", LESSONS)
def test_every_line_of_every_shipped_lesson(name: str) -> None:
    lesson = COLLECTION.find(name).lesson
    assert lesson is not None
    for variant in (None, *lesson.variants):
        run = Run(lesson.model(variant))
        explainer = Explainer(run, lesson.labels)
        for update in (0,) if not run.learns else (0, 2) if variant is None else (2,):
            run.go(update)
            for explanation in every_line(run, explainer):
                check_value(explanation)
                check_said(explanation)
            for line in run.lines:
                origin = explainer.explain(address_of(run, line, (0,) * len(line.shape))).origin
                assert isinstance(origin, Computed)
                check_line(origin)
            assert run.position == (update, 0)


def check_said(explanation: Explanation) -> None:
    """It can be said and written, in both languages, without a gap."""
    for language in ("en", "ko"):
        sentence = words_of(explanation).say(language)
        assert sentence.endswith("."), sentence
        assert "explain." not in sentence
    assert str(explanation.symbolic())
    assert str(explanation.substituted())


@st.composite
def models(draw: st.DrawFn) -> Model:
    """A random program, with a rule of those that ship."""
    sample: Sample = draw(programs())
    rule = RULES[draw(st.sampled_from(sorted(RULES)))]
    return Model(sample.forward, sample.data, sample.parameters, hyper={"eta": 0.01}, update=rule)


@given(models())
@examples(60)
def test_every_line_of_random_programs(model: Model) -> None:
    run = Run(model)
    explainer = Explainer(run)
    for update in (0, 1) if run.learns else (0,):
        run.go(update)
        for explanation in every_line(run, explainer):
            check_value(explanation)
            check_said(explanation)
        for line in run.lines:
            origin = explainer.explain(address_of(run, line, (0,) * len(line.shape))).origin
            if isinstance(origin, Computed):
                check_line(origin)


@given(models())
@examples(40)
def test_formula_text_is_a_formula_of_the_language(model: Model) -> None:
    """Read back and evaluated, names or numbers, it gives the value."""
    run = Run(model)
    explainer = Explainer(run)
    for explanation in every_line(run, explainer):
        symbolic = str(explanation.symbolic("formula"))
        if any(word in symbolic for word in ("bernoulli", "normal", "argmax", "…")) or len(symbolic) > 900:
            continue
        values: dict[str, Array] = dict(explainer.explain(explanation.address).snapshot.before)
        for text, known in ((symbolic, values), (str(explanation.substituted("formula")), {})):
            if len(text) > 900 or explanation.address.update != explanation.snapshot.update:
                continue
            again = evaluate(parse_expression(text), known)
            assert np.isclose(float(again), explanation.value, rtol=1e-9, atol=1e-12), (text, explanation.address)


@given(programs())
@examples(40)
def test_gradients_on_demand(sample: Sample) -> None:
    run = Run(sample.model())
    explainer = Explainer(run)
    run.go(0, len(run.lines))
    for name in [line.name for line in run.programs.forward]:
        gradient = run.gradient(name)
        if gradient is None or name == run.model.loss:
            continue
        for index in some_cells(gradient.shape):
            explanation = explainer.explain(_address(f"d{name}", index))
            assert explanation.value == pytest.approx(float(gradient[index]), rel=1e-9, abs=1e-12)
            check_value(explanation)


def _address(name: str, index: tuple[int, ...]) -> Address:
    return Address(0, name, index or None)

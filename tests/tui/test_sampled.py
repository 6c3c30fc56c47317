"""What is kept of a run for its pictures, and what pictures keep for themselves."""

from __future__ import annotations

import gc
import weakref

from tests.tui.support import graph_model, lesson, session, xor_model
from tutor.engine.record import from_record, to_record
from tutor.formula.parse import parse_expression
from tutor.formula.tree import Name
from tutor.formula.write import write
from tutor.tui.sampled import MOST, sampled, two_cells
from tutor.tui.session import Session
from tutor.tui.views.kept import kept


def texts(name: str, variant: str | None = None) -> list[str]:
    chosen = lesson(name)
    return [write(expr) for expr in sampled(chosen.model(variant), chosen, variant)]


def test_the_loss_the_watches_and_what_curves_are_drawn_of() -> None:
    assert texts("xor") == ["L", "accuracy"]
    assert texts("why-not-squared-error") == ["L", "max(a)", "w", "b"]  # and the two numbers that it learns
    assert "validation_accuracy" in texts("train-validation-test")
    assert len(texts("train-validation-test")) <= MOST


def test_the_cells_that_span_a_contour() -> None:
    assert texts("optimisers") == ["f", "x", "y"]
    assert texts("linear-regression")[1:] == ["w[0, 0]", "b[0]"]
    assert set(texts("mini-batches")) >= {"w[0, 0]", "b[0]"}


def test_two_learned_numbers_are_a_landscape() -> None:
    assert two_cells(lesson("optimisers").base) == [("x", ()), ("y", ())]
    assert two_cells(xor_model()) is None
    assert [write(expr) for expr in sampled(xor_model(), None, None)] == ["L"]


def test_a_run_that_is_resumed_keeps_them_too() -> None:
    opened = session()
    opened.run.go(5)
    opened.run.edit("b2", opened.run.entering("b2") + 1)
    again = Session(opened.model, opened.lesson)
    again.run = from_record(opened.model, to_record(opened.run))[0]
    assert again.run.recorded == opened.run.recorded
    again.run.go(9)
    assert [update for update, _ in again.run.branch.sampled(0)] == list(range(9))


def test_a_model_that_learns_nothing_is_recorded_nothing_of() -> None:
    opened = Session(graph_model())
    assert opened.run.recorded == (Name("J"),)
    opened.run.go(0, len(opened.run.lines))
    assert opened.run.branch.sampled(0) == []
    assert opened.run.number(parse_expression("J")) is not None


def test_what_is_kept_is_made_once_and_goes_with_its_session() -> None:
    opened = Session(xor_model())
    made: list[int] = []

    def make(number: int) -> int:
        made.append(number)
        return number

    for _ in range(3):
        assert kept(opened, "one", lambda: make(1)) == 1
    assert made == [1]
    for number in range(100):
        kept(opened, number, lambda number=number: make(number))  # type: ignore[misc]
    assert kept(opened, "one", lambda: make(2)) == 2  # there was no more room for it
    gone = weakref.ref(opened)
    del opened
    gc.collect()
    assert gone() is None

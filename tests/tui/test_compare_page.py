"""Two branches side by side, as text."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tests.tui.support import array, graph_model, large_model, session, value, xor_model
from tutor.engine.history import Branch
from tutor.messages import LANGUAGES, Language
from tutor.tui.branching import rename, set_value
from tutor.tui.comparing import CURVE, comparison
from tutor.tui.moment import Moment
from tutor.tui.panels.compare import compare_page
from tutor.tui.session import Session


def two(of: Session, updates: int = 6) -> tuple[Branch, Branch]:
    """The own run and a branch with another η, both so far."""
    of.advance(2)
    set_value(of, "eta", np.array(of.run.hyper["eta"] * 3))
    of.advance(updates)
    own, other = of.run.branches
    return own, other


def page(of: Session, update: int, width: int = 100, language: Language = "en") -> list[str]:
    own, other = of.run.branches[:2]
    compared = comparison(of, own, other, update)
    picture = compare_page(Moment(of, language), compared, width, "braille")
    assert picture.width <= width
    return picture.plain().split("\n")


def test_the_numbers_are_those_of_each_branch() -> None:
    it = session()
    own, other = two(it)
    compared = comparison(it, own, other, 5)
    assert (compared.first, compared.second, compared.update) == (own, other, 5)
    losses, weights = [], []
    for branch in (own, other):
        it.run.switch(branch)
        it.run.go(5, 5)
        losses.append(float(value(it.run, "L")))
        weights.append(value(it.run, "W1").copy())
    assert compared.loss is not None
    assert [float(compared.loss.first), float(compared.loss.second)] == losses
    assert float(compared.loss.difference) == losses[1] - losses[0]
    assert np.array_equal(compared.parameters[0].difference, weights[1] - weights[0])
    assert [watch.name for watch in compared.watches] == ["accuracy"]
    assert compared.changed == ("", "η 2 → 6")


def test_each_stands_in_its_column() -> None:
    it = session()
    two(it)
    rename(it, it.run.branches[1], "faster")
    rows = page(it, 6)
    assert rows[0].split("  ")[-1].strip() == "difference"
    assert "the lesson's own run" in rows[0]
    assert "faster" in rows[0]
    first, second, difference = rows[1].split()[1:]
    assert rows[1].split()[0] == "L"
    assert float(first) > float(second)
    assert difference.startswith("−")
    assert any("faster  η 2 → 6" in row for row in rows)
    assert any("━━━" in row and "┅┅┅" in row for row in rows)
    assert any("W₁" in row for row in rows)


def test_what_was_set_later_is_not_told_before() -> None:
    it = session()
    two(it)
    assert any("η 2 → 6" in row for row in page(it, 2))
    assert not any("η 2 → 6" in row for row in page(it, 1))


def test_what_is_the_same_on_both_takes_one_line() -> None:
    it = session()
    two(it)
    rows = page(it, 2)
    assert rows[-1].strip() == "the same on both: W₁, b₁, W₂, b₂"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [58, 78, 118, 200])
@pytest.mark.parametrize("make", [xor_model, large_model])
def test_it_keeps_to_its_width(make: Callable[[], object], width: int, language: Language) -> None:
    it = Session(make())  # type: ignore[arg-type]
    two(it, 2)
    assert len(page(it, 4, width, language)) > 8


def test_a_branch_that_has_not_got_so_far_is_let_run_on() -> None:
    it = session()
    own, other = two(it, 40)
    assert own.reached == 2
    assert comparison(it, own, other, 42).update == 42
    assert it.run.branch is other


def test_one_that_cannot_be_brought_so_far_is_compared_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    it = session()
    own, other = two(it, 60_000)
    monkeypatch.setattr("tutor.tui.comparing.SECONDS", 0.0)
    compared = comparison(it, own, other, 60_002)
    assert 2 <= compared.update < 60_002
    assert it.run.position.update == 60_002
    assert max(map(len, compared.curves)) <= 2 * CURVE + 1


def test_numbers_alone() -> None:
    it = Session(graph_model())
    set_value(it, "a", np.array(7.0))
    rows = page(it, 0)
    assert rows[1].split() == ["J", "33", "39", "6"]


def test_lost_numbers_are_compared_too() -> None:
    it = Session(xor_model())
    it.advance(1)
    set_value(it, "eta", np.array(1e306))
    it.advance(6)
    assert "∞" in "\n".join(page(it, 7))
    set_value(it, "W1", array([1.0, 2.0], [3.0, 4.0]))
    assert page(it, 3)

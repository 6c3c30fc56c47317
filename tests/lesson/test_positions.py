"""Notes and questions stand where a learner comes to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lesson.helpers import good, lesson_text, place_of
from tutor.lesson.positions import check_positions

FAR = '''
[variants.far]
title = { en = "far", ko = "멀리" }
model = """
only = X @ W1 + b1
y = only @ W2 + b2
L = mean((y - Y)**2)
"""
'''
"""A variant with a model of its own."""

TEN = 'training = { rule = "sgd", eta = 0.5, updates = 10 }\n'


def note(at: str, more: str = "") -> str:
    return f"note = [{{ at = '{at}', en = 'a', ko = '가'{more} }}]\n"


def ask(update: int) -> str:
    return f"question = [{{ ask = '0/L' }}, {{ ask = '0/y' }}, {{ ask = '{update}/z2' }}]\n"


@pytest.mark.parametrize(
    "fragment",
    [
        note("dz1"), note("0/dz1"), note("W1"), note("3/W1"), note("7"), note("999/L"), TEN + note("10/L"),
        note("only") + FAR, note("0/only", ", variant = 'far'") + FAR, TEN + ask(10),
    ],
)  # fmt: skip
def test_places_that_a_learner_comes_to(tmp_path: Path, fragment: str) -> None:
    assert check_positions(good(tmp_path, fragment)) == ()


@pytest.mark.parametrize(
    ("fragment", "at", "key"),
    [
        (note("X"), "'X'", "note-never-shown"),
        (note("0/Y"), "'0/Y'", "note-never-shown"),
        (note("dX"), "'dX'", "note-never-shown"),
        (TEN + note("11/L"), "'11/L'", "note-never-shown"),
        (TEN + note("11"), "'11'", "note-never-shown"),
        (TEN + ask(11), "'11/z2'", "never-reached"),
    ],
)
def test_places_that_nobody_comes_to(tmp_path: Path, fragment: str, at: str, key: str) -> None:
    (found,) = check_positions(good(tmp_path, fragment))
    assert (found.severity, found.message.key) == ("advice", f"lesson.{key}")
    assert (found.line, found.column) == place_of(lesson_text(fragment), at)

"""Numbers for a new lesson: short ones, that keep the mistakes apart which its questions invite."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from tutor.formula.operations.operation import Array
from tutor.lesson.reading import read_lesson
from tutor.quiz.book import LessonQuiz

SEEDS = 30
"""Seeds that are tried."""


def numbers_for(text: str) -> Mapping[str, object]:
    """Data, parameters and eta for the lesson in ``text``, by name: of the seed that leaves the least unclear."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "lesson.toml"
        file.write_text(text, encoding="utf-8")
        lesson = read_lesson(file, assets=Path(folder)).lesson
    if lesson is None:
        return {}
    own = lesson.model()
    quiz = LessonQuiz(lesson, model=replace(own, data={name: _short(value) for name, value in own.data.items()}))
    drawn = quiz.drawn(0)
    for seed in range(1, SEEDS):
        if not drawn.clear:
            drawn = min(drawn, quiz.drawn(seed), key=lambda found: len(found.unclear))
    arrays = {**drawn.model.data, **drawn.model.parameters}
    return {name: _plain(value) for name, value in arrays.items()} | {"eta": drawn.model.hyper["eta"]}


def _plain(value: Array) -> object:
    """As it stands in the file; whole numbers without a point."""
    return (value.astype(int) if (value == np.round(value)).all() else value).tolist()


def _short(value: Array) -> Array:
    """Numbers of two digits."""
    return np.array([float(f"{number:.2g}") for number in value.reshape(-1)]).reshape(value.shape)

"""Small lessons for the tests: a good one, and the same with something replaced."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

from tutor.lesson.complaint import Complaint
from tutor.lesson.lesson import Lesson
from tutor.lesson.reading import Reading, read_lesson

ASSETS = Path(__file__).parents[2] / "assets"

BASE = {
    "format_version": "format_version = 1",
    "id": 'id = "small"',
    "chapter": 'chapter = "backpropagation"',
    "minutes": "minutes = 5",
    "title": 'title = { en = "Small", ko = "작은 레슨" }',
    "about": 'about = { en = "A small net.", ko = "작은 신경망이에요." }',
    "model": '''model = """
z1 = X @ W1 + b1
h  = tanh(z1)
z2 = h @ W2 + b2
y  = sigmoid(z2)
L  = bce(y, Y)
"""''',
    "data": "data = { X = [[0, 0], [0, 1], [1, 0], [1, 1]], Y = [[0], [1], [1], [0]] }",
    "parameters": "parameters = "
    "{ W1 = [[1.2, 1.4], [-1.0, -0.7]], b1 = [-1.2, 0.8], W2 = [[-0.8], [1.1]], b2 = [-0.5] }",
    "training": 'training = { rule = "sgd", eta = 0.5, until = "L < 0.02" }',
    "watch": 'watch = { accuracy = "mean((y > 0.5) == Y)" }',
    "note": 'note = [{ at = "dz2", en = "The error.", ko = "오차예요." }]',
    "question": 'question = [{ ask = "0/dz2" }, { ask = "0/dW2" }, { ask = "1/b2" }]',
}
"""A good lesson, by top-level key, so that any key can be left out or written anew."""


def lesson_text(fragment: str = "", without: Iterable[str] = ()) -> str:
    """The good lesson with ``fragment`` in the place of the keys that it writes anew, and without others."""
    try:
        replaced = set(tomllib.loads(fragment))
    except tomllib.TOMLDecodeError:
        replaced = set()
    kept = [line for key, line in BASE.items() if key not in replaced and key not in set(without)]
    return "\n".join([*kept, fragment.strip("\n"), ""])


def read_text(folder: Path, text: str, *, shipped: bool = False, name: str = "small.toml") -> Reading:
    """What comes of a lesson file with this text."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return read_lesson(file, assets=ASSETS, shipped=shipped, chapters=["backpropagation"])


def good(folder: Path, fragment: str = "", without: Iterable[str] = ()) -> Lesson:
    """The lesson in a text that must earn no complaint at all."""
    reading = read_text(folder, lesson_text(fragment, without))
    assert [complaint.render("en") for complaint in reading.complaints] == []
    assert reading.lesson is not None
    return reading.lesson


def keys(complaints: Iterable[Complaint]) -> list[str]:
    """The keys of the sentences."""
    return [complaint.message.key for complaint in complaints]


def place_of(text: str, needle: str) -> tuple[int, int]:
    """Line and column of ``needle``, which stands in ``text`` once."""
    assert text.count(needle) == 1, f"{needle!r} stands {text.count(needle)} times in the text"
    offset = text.index(needle)
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)

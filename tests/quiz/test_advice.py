"""What authors are told about questions whose numbers cannot be marked sharply."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.lesson.lesson import Lesson
from tutor.lesson.reading import read_lesson
from tutor.quiz.advice import advise

LESSON = """format_version = 1
id = "mine"
model = \"\"\"
u = a * b
v = u - c
L = v**2
\"\"\"
[title]
en = "Mine"
[parameters]
a = {a}
b = {b}
c = {c}
[[question]]
ask = "0/v"
en = "What is v?"
[[question]]
en = "Which?"
choices = [{{ en = "this", right = true }}, {{ en = "that" }}]
[[question]]
ask = "0/u"
en = "What is u?"
"""


def lesson(folder: Path, **numbers: float) -> Lesson:
    file = folder / "mine.toml"
    file.write_text(LESSON.format(**numbers), encoding="utf-8")
    found = read_lesson(file, assets=folder).lesson
    assert found is not None
    return found


def test_numbers_that_keep_mistakes_apart_earn_no_advice(tmp_path: Path) -> None:
    assert advise(lesson(tmp_path, a=1.3, b=2.7, c=0.8)) == ()


def test_numbers_that_cancel(tmp_path: Path) -> None:
    (found,) = [one for one in advise(lesson(tmp_path, a=1.234, b=2.345, c=2.893)) if "tolerance" in one.message.key]
    assert (found.severity, found.line) == ("advice", 15)
    assert found.excerpt.line.strip() == 'ask = "0/v"'
    assert "0/v" in found.message.say("ko")


def test_numbers_of_the_lesson_as_it_stands_are_looked_at_too(tmp_path: Path) -> None:
    numbers = {"a": 1.0, "b": 2.7, "c": 0.8}
    whole = [(one.message, one.line) for one in advise(lesson(tmp_path, **numbers))]
    file = tmp_path / "mine.toml"
    marked = LESSON.format(**numbers).replace('en = "What is u?"', 'en = "What is u?"\nvariant = ""')
    file.write_text(f"{marked}[variants.far.parameters]\na = 1.7\n", encoding="utf-8")
    found = read_lesson(file, assets=tmp_path).lesson
    assert found is not None
    assert [(one.message, one.line) for one in advise(found)] == whole


def test_numbers_that_hide_a_mistake(tmp_path: Path) -> None:
    found = advise(lesson(tmp_path, a=1.0, b=2.7, c=0.8))
    assert {(one.message.key, one.line) for one in found} == {
        ("quiz.check-right", 21),  # u without its factor a is u
        ("quiz.check-pair", 15),  # v without its term c is u, and u is b
    }


@pytest.mark.parametrize("name", ["xor", "two-outputs", "apples-and-oranges"])
def test_shipped_lessons_can_be_looked_at(name: str) -> None:
    root = Path(__file__).parents[2]
    found = read_lesson(root / "lessons" / f"{name}.toml", assets=root / "assets").lesson
    assert found is not None
    assert all(one.severity == "advice" for one in advise(found))

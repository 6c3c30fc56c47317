"""The guide tells the truth: each of its examples is read without a complaint."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.lesson.helpers import ASSETS, lesson_text, read_text
from tutor.engine.rules import RULES
from tutor.formula.operations import SPELLINGS
from tutor.lesson.checks import COMMANDS
from tutor.lesson.kinds import Field, OneOf, Record
from tutor.lesson.reading import read_lesson
from tutor.lesson.schema import LESSON

GUIDE = (Path(__file__).parents[2] / "lessons" / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```toml\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
INTERNAL = {"spread", "place", "conv2d_input", "conv2d_kernel", "max_unpool"}
"""Operations that only derivatives need."""


def test_the_first_example_is_a_complete_lesson(tmp_path: Path) -> None:
    (tmp_path / "line.toml").write_text(BLOCKS[0], encoding="utf-8")
    reading = read_lesson(tmp_path / "line.toml", assets=ASSETS)
    assert [found.render("en") for found in reading.complaints] == []
    assert reading.lesson is not None


@pytest.mark.parametrize("block", BLOCKS[1:], ids=lambda block: block.split("\n")[0])
def test_every_other_example_fits_into_a_lesson(tmp_path: Path, block: str) -> None:
    reading = read_text(tmp_path, lesson_text(block, ["watch"] if "[search]" not in block else []))
    errors = [found.render("en") for found in reading.complaints if found.severity == "error"]
    assert errors == []
    assert reading.lesson is not None


def test_the_guide_has_an_example_of_every_field() -> None:
    names = {path.rpartition(".")[2] for path in fields(LESSON)}
    assert [name for name in sorted(names) if not re.search(rf"(?<![\w-]){re.escape(name)}\b", GUIDE)] == []


def fields(record: object, path: str = "") -> list[str]:
    """The dotted names of all fields of the format, and of the words that they may be."""
    found: list[str] = []
    if record is None:
        return found
    if isinstance(record, Record):
        for name, entry in record.fields.items():
            found += [f"{path}{name}", *fields(entry, f"{path}{name}.")]
        return found + fields(record.others, path)
    if isinstance(record, Field):
        return fields(record.kind, path)
    if isinstance(record, OneOf):
        return [f"{path}{word}" for word in record.words if word != "pass"]
    for name in ("of", "first", "second"):
        found += fields(getattr(record, name, None), path)
    cases = getattr(record, "cases", {})
    for word, case in cases.items():
        found += [f"{path}{word}", *fields(case, path)]
    return found


@pytest.mark.parametrize("words", [SPELLINGS.keys() - INTERNAL, RULES.keys(), COMMANDS])
def test_the_guide_names_them_all(words: set[str]) -> None:
    assert [word for word in sorted(words) if not re.search(rf"\b{word}\b", GUIDE)] == []


def test_the_complaints_in_the_guide_are_real(tmp_path: Path) -> None:
    (tmp_path / "line.toml").write_text(BLOCKS[0].replace("X @ w", "V @ w"), encoding="utf-8")
    complaint = read_lesson(tmp_path / "line.toml", assets=ASSETS).complaints[0]
    shown = re.search(r"^    line\.toml:(\d+):(\d+): error: (.*?)(?:;|$)", GUIDE, re.MULTILINE)
    assert shown is not None
    assert (complaint.line, complaint.column) == (int(shown[1]), int(shown[2]))
    assert complaint.message.say("en").startswith(shown[3])

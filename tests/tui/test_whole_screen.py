"""Whole screens as text, compared with those in ``screens/``.

After a change that is meant:  UPDATE_SCREENS=1 python -m pytest tests/tui/test_whole_screen.py  and look at the diff.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.tui.support import app_on, lesson, screen_text, xor_model
from tutor.engine.address import parse_address
from tutor.lesson.lesson import Lesson
from tutor.lesson.parts import Label, Note
from tutor.messages import Language, Words
from tutor.tui.session import Session

STORED = Path(__file__).parent / "screens"


def words(*texts: str) -> tuple[Words, ...]:
    return tuple(Words(text, text) for text in texts)


def lesson_of_our_own() -> Lesson:
    """XOR as no change of the shipped lesson can change it."""
    rows = words("00", "01", "10", "11")
    return replace(
        lesson("xor"),
        title=Words("XOR with two hidden units", "은닉 노드 두 개로 XOR 풀기"),
        about=Words("Press → to run one line after another.", "→를 눌러 한 줄씩 계산해 보세요."),
        goal=None,
        labels={
            "X": Label(Words("inputs", "입력값"), rows, words("x₁", "x₂")),
            "h": Label(Words("hidden layer", "은닉층"), rows, words("h₁", "h₂")),
            "W1": Label(None, words("x₁", "x₂"), words("h₁", "h₂")),
        },
        notes=(
            Note(parse_address("dz1"), Words("Times σ′ = h(1 − h), cell by cell.", "칸마다 σ′ = h(1 − h)를 곱해요.")),
        ),
        watch_titles={},
    )


@dataclass(frozen=True)
class Shot:
    """A screen: after which keys, in which window."""

    name: str
    size: tuple[int, int]
    language: Language
    keys: tuple[str, ...]


SHOTS = (
    Shot("beginning-80x24", (80, 24), "en", ()),
    Shot("backward-80x24", (80, 24), "en", (*["right"] * 10,)),
    Shot("update-120x36-ko", (120, 36), "ko", (*["down"] * 3, *["right"] * 13)),
)


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
async def test_the_screen_looks_as_it_did(shot: Shot) -> None:
    app = app_on(Session(xor_model(), lesson_of_our_own()), shot.language)
    async with app.run_test(size=shot.size) as pilot:
        await pilot.press(*shot.keys)
        await pilot.pause()
        text = screen_text(app)
    file = STORED / f"{shot.name}.txt"
    if os.environ.get("UPDATE_SCREENS"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")

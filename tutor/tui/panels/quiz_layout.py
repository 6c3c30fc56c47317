"""Where the parts of the quiz screen stand, for any size of window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from tutor.tui.arrange import Box

Part = Literal["question", "answer", "said", "scratch"]

WIDE = 104
"""Columns from which the question stands beside its answer."""

_RULE = 1
_LEAST_SAID = 4
_LEAST_QUESTION = 6

Rows = Callable[[Part, int], int]
"""The rows that a part would like, in so many columns."""


def places(width: int, height: int, parts: Mapping[Part, bool], rows: Rows) -> dict[Part, Box]:
    """Boxes for the parts that there are, between the title and the keys; each begins with a rule.

    Args:
        parts: those that are shown.
        rows: what each would like.
    """
    scratch = rows("scratch", width - 2) + _RULE if parts.get("scratch") else 0
    body = height - 2 - scratch
    found: dict[Part, Box] = {}
    if scratch:
        found["scratch"] = Box(0, height - 1 - scratch, width, scratch)
    rest = [part for part in ("answer", "said") if parts.get(part)]
    if not rest:
        found["question"] = Box(0, 1, width, body)
    elif width >= WIDE:
        found |= _beside(width, body, rows)
    else:
        found |= _below(width, body, rows)
    return found


def _beside(width: int, body: int, rows: Rows) -> dict[Part, Box]:
    """The question on the left, the answer on the right, what is said about it below that."""
    left = width * 11 // 20
    right = width - left
    answer = min(rows("answer", right - 2) + _RULE + 1, body - _LEAST_SAID)
    return {
        "question": Box(0, 1, left, body),
        "answer": Box(left, 1, right, answer),
        "said": Box(left, 1 + answer, right, body - answer),
    }


def _below(width: int, body: int, rows: Rows) -> dict[Part, Box]:
    """One below the other: the answer as it needs, and of the rest the question first."""
    answer = min(rows("answer", width - 2) + _RULE, body - _LEAST_SAID - _LEAST_QUESTION)
    least = min(rows("said", width - 2) + _RULE, max(_LEAST_SAID, body // 3))
    question = min(rows("question", width - 2) + _RULE, body - answer - least)
    return {
        "question": Box(0, 1, width, question),
        "answer": Box(0, 1 + question, width, answer),
        "said": Box(0, 1 + question + answer, width, body - question - answer),
    }

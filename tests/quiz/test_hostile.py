"""Whatever is typed or pasted, wherever: a sentence at once, no attempt counted, nothing carried."""

from __future__ import annotations

import time
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.quiz.nets import NETS
from tutor.messages import LANGUAGES, Message
from tutor.quiz.marking import Marker
from tutor.quiz.questions import ByHand
from tutor.quiz.scratch import Result, Scratch
from tutor.quiz.sessions.attempt import Attempt
from tutor.quiz.sheet import Sheet
from tutor.quiz.verify import typed_cells

AT_ONCE = 0.5

HOSTILE = {
    "ten megabytes of digits": "9" * 10_000_000,
    "ten megabytes of words": "x " * 5_000_000,
    "ten million cells": "1 " * 5_000_000 + "; 1" * 1_000_000,
    "ten thousand brackets": "(" * 10_000 + "1" + ")" * 10_000,
    "ten thousand square brackets": "[" * 10_000 + "1" + "]" * 10_000,
    "control characters": "\x00\x1b[31m\x07\u202e1\x9b2J",
    "a tower": "9**9**9**9",
    "a large power": "9**9**9",
    "an import": "__import__('os').system('echo')",
    "attributes": "().__class__.__mro__[1].__subclasses__()",
    "a lone surrogate": "\ud800\udfff",
    "minus signs": "-" * 999 + "1",
    "factorials of names": "W1" * 400,
    "commas": "," * 19_000,
    "half of everything": "½" * 999,
}


@cache
def sheet() -> Sheet:
    return NETS["square net"].sheet()


def attempt() -> Attempt:
    return Attempt(ByHand(sheet(), sheet().by_key["dW2"]), Marker(sheet()))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_it_costs_nothing(text: str) -> None:
    tried = attempt()
    start = time.perf_counter()
    for index in tried.question.cells:
        tried.type(index, text)
    mark = tried.check()
    trouble = tried.paste(text)
    result = Scratch({"h": sheet().values["h"]}).calculate(text)
    assert time.perf_counter() - start < AT_ONCE
    assert (mark.costs, tried.tries, tried.marker.own) == (False, 0, {})
    for message in (tried.message, trouble, result):
        assert isinstance(message, Message)
        for language in LANGUAGES:
            said = message.say(language)
            assert said != message.key
            assert len(said) < 2_000
            assert not any(character in said for character in "\x00\x1b\x07\x9b\u202e\ud800")


LARGE = [
    "outer(outer(h[:, 0], h[:, 0])[0], h[:, 0])", "one_hot(h[:, 0], 5000) @ one_hot(h[:, 0], 5000).T",
    "concat(" + ", ".join(["h"] * 200) + ", axis=0)", "exp(exp(exp(9 * h)))", "h**999", "1 / (h - h)", "ln(0 * h)",
    "reshape(h, shape=(9999, 9999))", "h[0:99999999999]", "h[-9**9]", "where(h > 0, h, h[5])", "a = " * 300,
]  # fmt: skip


@pytest.mark.parametrize("text", LARGE)
def test_the_scratch_line_stays_small(text: str) -> None:
    scratch = Scratch({"h": sheet().values["h"]})
    start = time.perf_counter()
    for _ in range(20):
        found = scratch.calculate(f"kept = {text}")
        assert not isinstance(found, Result) or found.value.size <= 10_000
    assert time.perf_counter() - start < 20 * AT_ONCE


_PIECES = st.sampled_from(
    ["h", "x", "0.5", "1e9", "-", "+", "*", "/", "**", "@", ".T", "(", ")", "[", "]", ":", ",", ";", "\n", "\t", " ",
     "=", "sigmoid(", "sum(", "axis=0", "outer(", "one_hot(", "9", "%", "½", "√(", "−", "e", "nan", "∞", "\x00", "값"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=25).map("".join))
def test_anything_made_of_pieces_is_answered(text: str) -> None:
    tried = attempt()
    tried.type((0, 0), text)
    tried.check()
    trouble = tried.paste(text)
    found = Scratch({"h": sheet().values["h"]}).calculate(text)
    for message in (tried.message, trouble, found):
        if isinstance(message, Message):
            assert all(message.say(language) for language in LANGUAGES)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=9), st.lists, max_leaves=9))
def test_whatever_json_holds_is_taken_for_cells(typed: object) -> None:
    cells = typed_cells(typed, (2, 2), None)
    mark = Marker(sheet()).mark(sheet().by_key["dW2"], cells)
    assert len(mark.cells) == 4


@given(st.dictionaries(st.text(max_size=8), st.none() | st.integers() | st.lists(st.lists(st.integers() | st.text()))))
def test_a_draft_that_was_spoilt_is_taken_up_as_far_as_it_goes(saved: dict[str, object]) -> None:
    tried = attempt()
    tried.restore(saved)
    tried.restore({"texts": saved, "rungs": saved, "tries": saved, "checked": True})
    tried.check()

"""A matrix that is pasted, in the forms that programs print."""

from __future__ import annotations

import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.formula.operations.operation import Shape
from tutor.messages import LANGUAGES, Message
from tutor.quiz.matrices import Paste, read_paste

TWO_BY_TWO = {
    "NumPy's print": "[[1 2]\n [3 4]]",
    "NumPy's repr": "array([[1, 2],\n       [3, 4]])",
    "with its type": "np.array([[1, 2], [3, 4]], dtype=float32)",
    "PyTorch": "tensor([[1, 2],\n        [3, 4]], dtype=torch.float64)",
    "MATLAB": "A = [1 2; 3 4];",
    "MATLAB with commas": "[1, 2; 3, 4]",
    "MATLAB on two lines": "[1, 2\n 3, 4]",
    "nested lists": "[[1, 2], [3, 4]]",
    "rows": "1 2\n3 4",
    "rows and semicolons": "1 2; 3 4",
    "commas": "1,2\n3,4",
    "a spreadsheet": "1\t2\r\n3\t4\r\n",
}


@pytest.mark.parametrize("text", TWO_BY_TWO.values(), ids=list(TWO_BY_TWO))
def test_forms_of_a_matrix(text: str) -> None:
    found = read_paste(text, (2, 2))
    assert isinstance(found, Paste)
    assert found.cells((2, 2)) == {(0, 0): "1", (0, 1): "2", (1, 0): "3", (1, 1): "4"}


@pytest.mark.parametrize(
    ("text", "shape", "cells"),
    [
        ("[1, 2, 3]", (3,), ["1", "2", "3"]),
        ("1\n2\n3", (3,), ["1", "2", "3"]),
        ("1 2 3", (3, 1), ["1", "2", "3"]),
        ("[[1], [2], [3]]", (3, 1), ["1", "2", "3"]),
        ("0,1 0,2", (2,), ["0,1", "0,2"]),
        ("maximum(1, 2), 3", (2,), ["maximum(1, 2)", "3"]),
        ("1/2*0.3", (), ["1/2*0.3"]),
        ("1 / 2", (), ["1 / 2"]),
        ("[[[1,2],[3,4]],[[5,6],[7,8]]]", (2, 2, 2), list("12345678")),
    ],
)
def test_the_cells_in_their_order(text: str, shape: Shape, cells: list[str]) -> None:
    found = read_paste(text, shape)
    assert isinstance(found, Paste)
    assert list(found.cells(shape).values()) == cells


def test_a_transposed_matrix_is_seen() -> None:
    found = read_paste("1 2\n3 4\n5 6", (2, 3))
    assert isinstance(found, Paste)
    assert found.turned
    assert found.cells((2, 3)) == {(0, 0): "1", (1, 0): "2", (0, 1): "3", (1, 1): "4", (0, 2): "5", (1, 2): "6"}


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("1 2 3", (2, 2)), ("", (2, 2)), ("[", (2, 2)), ("1 2\n3", (2, 2)), ("1 " * 9_999, (2, 2)),
        ("9" * 10_000_000, (2, 2)), ("0 " * 10_000_000, (3,)), ("[" * 10_000, (2, 2)),
    ],
    ids=range(8),
)  # fmt: skip
def test_what_does_not_fit_gets_a_sentence_at_once(text: str, shape: Shape) -> None:
    start = time.perf_counter()
    found = read_paste(text, shape)
    assert time.perf_counter() - start < 0.5
    assert isinstance(found, Message)
    for language in LANGUAGES:
        assert found.say(language) != found.key


@given(st.text(max_size=80), st.sampled_from([(), (3,), (2, 2), (3, 1), (2, 3)]))
def test_any_text_is_taken_apart_or_refused(text: str, shape: Shape) -> None:
    found = read_paste(text, shape)
    if isinstance(found, Paste):
        assert len(found.cells(shape)) == max(1, math.prod(shape))

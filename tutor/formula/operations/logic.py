"""Comparisons and logic: their results are 0 and 1, and no gradient passes through them."""

from __future__ import annotations

import numpy as np

from tutor.formula.operations.operation import AND, COMPARE, NOT, OR, SUM, Form, Operation, elementwise, infix
from tutor.messages import Words


def _comparison(name: str, symbol: str, shown: str, latex: str, function: np.ufunc, about: Words) -> Operation:
    return elementwise(
        name, ("a", "b"), about, function, (None, None), spelled=False,
        writing={
            "formula": infix(symbol, COMPARE, SUM, SUM),
            "unicode": infix(shown, COMPARE, SUM, SUM),
            "latex": infix(latex, COMPARE, SUM, SUM),
        },
    )  # fmt: skip


ENTRIES = (
    _comparison("less", "<", "<", "<", np.less, Words("1 if a is less than b, else 0", "a가 b보다 작으면 1")),
    _comparison("less_equal", "<=", "≤", r"\le", np.less_equal, Words("1 if a is at most b", "a가 b 이하이면 1")),
    _comparison("greater", ">", ">", ">", np.greater, Words("1 if a is more than b, else 0", "a가 b보다 크면 1")),
    _comparison("greater_equal", ">=", "≥", r"\ge", np.greater_equal,
        Words("1 if a is at least b", "a가 b 이상이면 1")),
    _comparison("equal", "==", "=", "=", np.equal, Words("1 if both are equal, else 0", "둘이 같으면 1")),
    _comparison("not_equal", "!=", "≠", r"\ne", np.not_equal, Words("1 if they differ, else 0", "둘이 다르면 1")),
    elementwise(
        "and", ("a", "b"), Words("1 where both hold", "둘 다 맞으면 1"), np.logical_and, (None, None), spelled=False,
        writing={
            "formula": infix("and", AND, AND, NOT), "unicode": infix("∧", AND, AND, NOT),
            "latex": infix(r"\land", AND, AND, NOT),
            "numpy": Form("np.logical_and({0}, {1})"), "pytorch": Form("torch.logical_and({0}, {1})"),
        },
    ),
    elementwise(
        "or", ("a", "b"), Words("1 where at least one holds", "하나라도 맞으면 1"), np.logical_or, (None, None),
        spelled=False,
        writing={
            "formula": infix("or", OR, OR, AND), "unicode": infix("∨", OR, OR, AND),
            "latex": infix(r"\lor", OR, OR, AND),
            "numpy": Form("np.logical_or({0}, {1})"), "pytorch": Form("torch.logical_or({0}, {1})"),
        },
    ),
    elementwise(
        "not", ("x",), Words("1 where it does not hold", "맞지 않으면 1"), np.logical_not, (None,), spelled=False,
        writing={
            "formula": Form("not {0}", NOT, (NOT,)), "unicode": Form("¬{0}", NOT, (COMPARE + 1,)),
            "latex": Form(r"\lnot {0}", NOT, (COMPARE + 1,)),
            "numpy": Form("np.logical_not({0})"), "pytorch": Form("torch.logical_not({0})"),
        },
    ),
)  # fmt: skip

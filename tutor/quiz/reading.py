"""What a learner typed into one cell: a number, an expression, nothing, or something that cannot be read."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from tutor.formula.evaluate import evaluate
from tutor.formula.operations import OPERATIONS
from tutor.formula.parse import parse_expression
from tutor.formula.problems import FormulaError
from tutor.formula.tree import Apply, Expr, Name, walk
from tutor.messages import Message
from tutor.quiz.numbers import written

MOST_CHARACTERS = 1_000
"""Of one cell; a longer text is not looked at."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A number that was understood.

    Attributes:
        value: the number, finite.
        unit: what the last typed digit stands for; None for an exact expression.
        echo: the number as it was understood, for the learner to compare; empty where it is what was typed.
    """

    value: float
    unit: float | None
    echo: str = ""


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing was typed: not answered, which is never 0."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that is no number; ``message`` says why, and what would be."""

    message: Message


Answer: TypeAlias = Understood | Empty | Unread

_SIGNS = {
    **dict.fromkeys("\N{MINUS SIGN}\N{EN DASH}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EM DASH}", "-"),
    **dict.fromkeys("×·⋅∙•⊙✕✖", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    "^": "**", "−": "-", "½": "(1/2)", "¼": "(1/4)", "¾": "(3/4)", "⅓": "(1/3)", "⅔": "(2/3)", "π": "pi",
}  # fmt: skip
_RAISED = re.compile("[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_LOWERED = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))
_WORDS = ((re.compile(r"σ\s*\("), "sigmoid("), (re.compile(r"√\s*\("), "sqrt("))
_DIGITS = r"(?:\d+\.?\d*|\.\d+)"
_NUMBER = re.compile(
    rf"(?P<sign>[-+]?)\s*(?P<digits>{_DIGITS})"
    r"(?:[eE](?P<exponent>[-+]?\d{1,5})|\s*\*\s*10\s*\*\*\s*\(?\s*(?P<power>[-+]?\d{1,5})\s*\)?)?\s*(?P<percent>%?)",
    re.ASCII,
)
_PERCENT = re.compile(rf"({_DIGITS}(?:[eE][-+]?\d+)?)\s*%", re.ASCII)
_GLUED = re.compile(r"(?<![A-Za-z_])\d[\d.]*(?![eE][-+]?\d)[A-Za-z_]\w*", re.ASCII)
_CONSTANTS = {"e": np.array(math.e), "pi": np.array(math.pi)}


def read_cell(text: str) -> Answer:
    """Read one cell: ``0.138``, ``1.2e-3``, ``15%``, ``1/2*0.3``, ``sigmoid(0.3775)``, ``2^3``, ``0,138``.

    Whatever is typed, this answers at once: a text is bounded before anything is computed, and nothing of it is ever
    run as a program.

    >>> read_cell("15%").value, read_cell("1/4").unit, read_cell(" ")
    (0.15, None, Empty())
    """
    if len(text) > MOST_CHARACTERS:
        return Unread(Message("quiz.read-too-long", {"count": f"{len(text):,}", "most": f"{MOST_CHARACTERS:,}"}))
    plain = plainly(text)
    if not plain:
        return Empty()
    strange = next((character for character in plain if unicodedata.category(character).startswith("C")), None)
    if strange is not None:
        return Unread(Message("quiz.read-control", {"code": f"U+{ord(strange):04X}"}))
    plain = _decimal_point(plain)
    if "," in plain and re.fullmatch(r"[-+]?\d{1,3},\d{3}", plain, re.ASCII):
        point, none = plain.replace(",", "."), plain.replace(",", "")
        return Unread(Message("quiz.read-comma", {"text": plain, "point": point, "none": none}))
    match = _NUMBER.fullmatch(plain)
    return _number(match) if match is not None else _expression(plain)


def plainly(text: str) -> str:
    """``text`` with full-width digits, signs of typesetting and raised digits as a keyboard has them.

    >>> plainly("−０．５ × 2²")
    '-0.5 * 2**2'
    """
    shown = _RAISED.sub(lambda power: "**" + power[0].translate(_LOWERED), text.translate(_INVISIBLE))
    shown = "".join(_SIGNS.get(character, character) for character in shown)
    shown = unicodedata.normalize("NFKC", shown)
    shown = "".join(_SIGNS.get(character, character) for character in shown)
    for pattern, word in _WORDS:
        shown = pattern.sub(word, shown)
    return shown.strip()


def _decimal_point(text: str) -> str:
    """A comma as the decimal point where it cannot be a separator; commas between thousands taken out.

    >>> _decimal_point("0,138"), _decimal_point("1,234.5"), _decimal_point("1.234,5"), _decimal_point("1,234")
    ('0.138', '1234.5', '1234.5', '1,234')
    """
    if re.fullmatch(r"[-+]?[1-9]\d{0,2}(?:,\d{3})+\.\d*|[-+]?[1-9]\d{0,2}(?:,\d{3}){2,}", text, re.ASCII):
        return text.replace(",", "")
    if re.fullmatch(r"[-+]?[1-9]\d{0,2}(?:\.\d{3})+,\d+", text, re.ASCII):
        return text.replace(".", "").replace(",", ".")
    ambiguous = re.fullmatch(r"[-+]?[1-9]\d{0,2},\d{3}", text, re.ASCII)
    if ambiguous is None and re.fullmatch(r"[-+]?\d*,\d+(?:[eE][-+]?\d+)?\s*%?", text, re.ASCII):
        return text.replace(",", ".")
    return text


def _number(match: re.Match[str]) -> Answer:
    power = int(match["exponent"] or match["power"] or 0) - (2 if match["percent"] else 0)
    digits = match["digits"]
    places = len(digits.partition(".")[2])
    value = float(f"{match['sign']}{digits}e{power}")
    if not math.isfinite(value):
        return Unread(Message("quiz.read-not-finite"))
    exact_zero = value == 0 and not places  # a plain 0 is a claim, not a rounded number
    unit = None if exact_zero else float(f"1e{power - places}")
    usual = not match["percent"] and match["power"] is None
    return Understood(value, unit, "" if usual else _echo(value))


def _expression(text: str) -> Answer:
    text = _PERCENT.sub(r"(\1/100)", text)
    glued = _GLUED.search(text)
    if glued is not None:
        return Unread(Message("quiz.read-not-a-number", {"text": glued[0][:20]}))
    try:
        expr = parse_expression(text)
    except FormulaError as found:
        return Unread(Message("quiz.read-formula", {"complaint": found.problems[0].message}))
    refused = _refused(expr)
    if refused is not None:
        return Unread(refused)
    value = float(evaluate(expr, _CONSTANTS))
    if not math.isfinite(value):
        return Unread(Message("quiz.read-not-finite"))
    return Understood(value, None, _echo(value))


def _refused(expr: Expr) -> Message | None:
    """Why an expression is no answer: it has names, or operations that are not arithmetic with single numbers."""
    for node in walk(expr):
        if isinstance(node, Name) and node.id not in _CONSTANTS:
            return Message("quiz.read-name", {"name": node.id})
        if isinstance(node, Apply) and not OPERATIONS[node.op].elementwise:
            return Message("quiz.read-operation", {"name": node.op})
    return None


def _echo(value: float) -> str:
    return written(value, 7)

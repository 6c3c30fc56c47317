"""An expression as text: symbols or numbers, with its long sums folded in the middle.

The text comes in pieces, so that a screen can light up a cell, go to it, and unfold a sum where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from tutor.explain.expression import Cell, Constant, Drawn, Node, Operated, Whole
from tutor.explain.naming import Naming, formula_cell, subscript
from tutor.explain.rounding import DIGITS, MINUS, is_rounded, precise, rounded
from tutor.explain.terms import Term
from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Style
from tutor.formula.tree import Apply, Expr, Name, Number
from tutor.formula.write import write

Key = tuple[int, ...]
"""A part of an expression: which part of which part, from the outermost on."""

SHOWN = 6
"""Terms of a sum that are shown before it is unfolded."""

SHOWN_WITHIN = 4
"""The same for a sum inside another operation's terms."""

MOST_LEAVES = 4000
"""Cells in one text at most; sums are folded beyond it whatever is asked for."""

WHOLE: Mapping[Key, int] = {}

_FIRST = 0xF0000
"""Characters of a private plane stand for the leaves while the rest is written."""

_TOKEN = re.compile("[\U000f0000-\U000ffffd]|[^\U000f0000-\U000ffffd]+")
_RAISED = re.compile(r"[²³¹⁰⁴-⁹⁻^]|\*\*")


@dataclass(frozen=True, slots=True)
class Fold:
    """Terms that are not shown.

    Attributes:
        key: of the sum.
        hidden: how many.
        shown: how many of its terms are.
    """

    key: Key
    hidden: int
    shown: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters, and what they stand for: a leaf, a part that is not opened, folded terms, or (None) signs."""

    text: str
    of: Cell | Drawn | Operated | Fold | None = None


@dataclass(frozen=True)
class Text:
    """A formula in pieces.

    Attributes:
        rounded: whether a number in it is shown rounded.
    """

    pieces: tuple[Piece, ...]
    rounded: bool = False

    def __str__(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Layout:
    """An expression laid out once, to be filled with symbols or with numbers.

    Attributes:
        node: the expression.
        naming: how cells are written.
        style: "formula", the language itself with all digits, or "unicode", mathematics.
        shown: how many terms of a sum are shown, by its key; a sum that is not there shows a few.
        folded: False: sums are whole as far as ``MOST_LEAVES`` allows.
    """

    node: Node
    naming: Naming
    style: Style = "unicode"
    shown: Mapping[Key, int] = field(default_factory=dict)
    folded: bool = True

    def symbolic(self) -> Text:
        """The expression with the names of its cells."""
        return Text(self._filled(self._symbol))

    def substituted(self, digits: int = DIGITS) -> Text:
        """The expression with numbers in place of its cells, in mathematics to ``digits`` significant digits."""
        if self.style == "formula":
            return Text(self._filled(lambda leaf: precise(leaf.value)))
        values = [leaf.value for leaf in self._tree.leaves if not isinstance(leaf, Fold)]
        pieces = self._filled(lambda leaf: rounded(leaf.value, digits))
        return Text(pieces, any(is_rounded(value, digits) for value in values))

    @cached_property
    def _tree(self) -> _Tree:
        return _Tree(self.node, self.shown, folded=self.folded)

    @cached_property
    def _tokens(self) -> list[str]:
        shapes = {chr(_FIRST + position): () for position in range(len(self._tree.leaves))}
        text = write(self._tree.expr, self.style, shapes, str)
        return _TOKEN.findall(text if self.style == "formula" else text.replace("**", "^"))

    def _filled(self, text: Callable[[Cell | Drawn | Operated], str]) -> tuple[Piece, ...]:
        pieces: list[Piece] = []
        tokens = self._tokens
        for position, token in enumerate(tokens):
            number = ord(token[0]) - _FIRST
            if number < 0:
                pieces.append(Piece(token))
                continue
            leaf = self._tree.leaves[number]
            if isinstance(leaf, Fold):
                pieces.append(Piece(f"…{leaf.hidden}…", leaf))
                continue
            before = tokens[position - 1] if position else ""
            after = tokens[position + 1] if position + 1 < len(tokens) else ""
            pieces.append(Piece(bracketed(text(leaf), before, after), leaf))
        return tuple(pieces)

    def _symbol(self, leaf: Cell | Drawn | Operated) -> str:
        if isinstance(leaf, Cell):
            plain = self.style == "formula"
            return formula_cell(leaf.name, leaf.index) if plain else self.naming.cell(leaf.name, leaf.index)
        whole = Whole(leaf.draw, leaf.index) if isinstance(leaf, Drawn) else leaf.whole
        return "" if whole is None else self._part(whole)

    def _part(self, whole: Whole) -> str:
        """A part of the line as it is written there, and which cell of it."""
        naming = str if self.style == "formula" else self.naming.value
        text = write(whole.expr, self.style, None, lambda key: naming(key.rstrip("'")))
        if not isinstance(whole.expr, Name) and not text.endswith(")"):
            text = f"({text})"
        if self.style == "formula":
            return formula_cell(text, whole.index)
        return text + subscript(whole.index)


def bracketed(text: str, before: str, after: str) -> str:
    """A leaf's text, in brackets where what stands around it would tear it apart.

    >>> bracketed("−0.3", "0.5 · ", ""), bracketed("−0.3", "", " + 1"), bracketed("−0.3", "", "²")
    ('(−0.3)', '−0.3', '(−0.3)')
    """
    raised = _RAISED.match(after) is not None
    signed = text.startswith(("-", MINUS))
    torn = signed and (raised or before.rstrip()[-1:] not in ("", "(", ",", "|", "["))
    fraction = "/" in text and (raised or before.endswith("/ "))
    return f"({text})" if torn or fraction or (raised and "⁽" in text) else text


class _Tree:
    """An expression as a small formula tree whose leaves are placeholders.

    Attributes:
        expr: the tree.
        leaves: what the placeholders stand for, in their order.
    """

    def __init__(self, node: Node, shown: Mapping[Key, int], *, folded: bool) -> None:
        self.leaves: list[Cell | Drawn | Operated | Fold] = []
        self._shown = shown
        self._folded = folded
        self.expr = self._expr(node, ())

    def _expr(self, node: Node, key: Key) -> Expr:
        if isinstance(node, Constant):
            return Number(node.number)
        if not isinstance(node, Operated) or (len(self.leaves) >= MOST_LEAVES and node.whole is not None):
            return self._leaf(node)
        count = len(node.parts)
        room = min(self._room(node, key), count)
        tail = 0 if room == count else max(room // 3, 1)
        args = [self._expr(node.parts[position], (*key, position)) for position in range(room - tail)]
        if tail:
            args.append(self._leaf(Fold(key, count - room, room)))
        args += [self._expr(node.parts[position], (*key, position)) for position in range(count - tail, count)]
        return _joined(node, args)

    def _room(self, node: Operated, key: Key) -> int:
        """How many parts of ``node`` are shown; one that would be hidden alone is shown as well."""
        count = len(node.parts)
        if not OPERATIONS[node.op].variadic:
            return count
        within = SHOWN if self._is_outermost(key) else SHOWN_WITHIN
        room = self._shown.get(key, within) if self._folded else count
        room = max(min(room, MOST_LEAVES - len(self.leaves)), 2)
        return count if count == room + 1 else room

    def _is_outermost(self, key: Key) -> bool:
        return len(key) <= 2

    def _leaf(self, leaf: Cell | Drawn | Operated | Fold) -> Expr:
        self.leaves.append(leaf)
        return Name(chr(_FIRST + len(self.leaves) - 1))


def _joined(node: Operated, args: list[Expr]) -> Expr:
    """The operation of ``node`` applied to ``args``; a sum of sums is written as one."""
    if node.op in ("add", "total") and any(isinstance(arg, Apply) and arg.op == "total" for arg in args):
        sums = [arg.args if isinstance(arg, Apply) and arg.op == "total" else (arg,) for arg in args]
        return Apply("total", tuple(term for terms in sums for term in terms))
    return Apply(node.op, tuple(args), tuple(node.options.items()))


def folds(text: Text) -> Sequence[Fold]:
    """The folded sums in ``text``."""
    return [piece.of for piece in text.pieces if isinstance(piece.of, Fold)]


def term_text(term: Term, naming: Naming) -> str:
    """A term in mathematics: its factors with · between them.

    A factor that the term is divided by is written as a fraction, 1/N.
    """
    text = ""
    for factor in term.factors:
        if factor.node == Constant(Fraction(-1)):
            text += MINUS
            continue
        part = str(Layout(factor.node, naming).symbolic())
        sum_in_product = len(term.factors) > 1 and isinstance(factor.node, Operated) and factor.node.op in _SUMS
        part = f"({part})" if sum_in_product else part
        part = f"1/{part}" if factor.below else part
        text += part if text in ("", MINUS) else f" · {part}"
    return text


_SUMS = ("add", "subtract", "total")

"""What an entry of the table of mistakes holds, and the line that its rewrite looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tutor.engine.program import CLOCK
from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Array, Shape
from tutor.formula.operations.reductions import count
from tutor.formula.problems import FormulaError
from tutor.formula.shapes import shape_of
from tutor.formula.tree import Apply, Expr, Name, names_in
from tutor.quiz.sheet import NEXT, Sheet, Step
from tutor.quiz.trees import parts, sums


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A line's formula with one thing changed.

    Attributes:
        expr: the mistaken formula, over keys.
        gaps: what fills the gaps of the mistake's sentence: formulas as text, numbers.
        form: which of the mistake's sentences fits, where it has several.
        inputs: values that are put in instead of those on the sheet. An answer made from them is recognised by its
            last typed digit only, since what it was made from is known exactly.
    """

    expr: Expr
    gaps: Mapping[str, object] = field(default_factory=dict)
    form: str = ""
    inputs: Mapping[str, Array] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistaken value that is made from what was typed: it has no formula of its own.

    Attributes:
        value: what the whole would be.
        source: for each cell the cell of the right value that it was made from, flat; None: the same one.
    """

    value: Array
    gaps: Mapping[str, object] = field(default_factory=dict)
    source: tuple[int, ...] | None = None


Rewriting = Callable[["Line"], Iterator[Rewrite]]
Fitting = Callable[[Array, Array], Iterator[Slip]]
"""From what was typed and what is right to the slips that would explain it."""

GUARD = 1e-3
"""The ε of a normalisation or of an update rule is smaller."""

SPECIFIC, GENERAL, ANY, SLIP = range(4)
"""How particular an entry is: about this kind of line, about formulas, about values, about writing numbers down."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One entry of the table.

    Attributes:
        id: its name in the record; its sentence is ``quiz.mistake-<id>``, or ``quiz.mistake-<id>-<form>``.
        rewrite: the mistaken formulas that fit a line.
        rank: where two rewrites are the same formula, the more particular one (the smaller number) gives the name.
        fit: for what can befall any quantity, whatever its formula.
        forms: of its sentence, where it has several.
        numeric: the mistaken formulas that depend on the numbers of the line, and are nothing without them.
    """

    id: str
    rewrite: Rewriting | None = None
    rank: int = GENERAL
    fit: Fitting | None = None
    forms: tuple[str, ...] = ("",)
    numeric: Rewriting | None = None


class Line:
    """The line that is asked, with what the names in its formula are."""

    def __init__(self, sheet: Sheet, step: Step) -> None:
        self.sheet = sheet
        self.step = step
        self.expr = step.expr
        self.names = names_in(step.expr)

    @property
    def backward(self) -> bool:
        """Whether it is a gradient."""
        return self.step.phase == "backward"

    @property
    def updating(self) -> bool:
        """Whether it is a line of the update."""
        return self.step.phase == "update"

    @property
    def old(self) -> Name | None:
        """The value that the line replaces."""
        return Name(self.step.key.removesuffix(NEXT)) if self.updating and self.step.key.endswith(NEXT) else None

    @property
    def owner(self) -> str | None:
        """Of a gradient, the key of what is differentiated for."""
        return self.step.key.removeprefix("d") if self.backward else None

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The parameters that the line reads as the pass finds them."""
        return tuple(name for name in self.names if name in self.sheet.model.parameters)

    def is_parameter(self, expr: Expr) -> bool:
        """Whether ``expr`` is a parameter as the pass finds it."""
        return isinstance(expr, Name) and expr.id in self.sheet.model.parameters

    def is_hyper(self, expr: Expr) -> bool:
        """Whether ``expr`` is a hyper-parameter."""
        return isinstance(expr, Name) and expr.id.removeprefix("rule.") in self.sheet.model.hyper_parameters

    def is_guard(self, expr: Expr) -> bool:
        """Whether ``expr`` is a number that only keeps a divisor from being 0: no digit shows whether it is there."""
        if not isinstance(expr, Name) or expr.id not in self.sheet.given or self.is_parameter(expr):
            return False
        value = self.sheet.values[expr.id]
        return value.ndim == 0 and abs(float(value)) < GUARD

    def is_bias(self, key: str) -> bool:
        """Whether ``key`` is learned, and a term by itself in a forward line."""
        if self.sheet.model.update is None or key not in self.sheet.model.parameters:
            return False
        steps = (step for step in self.sheet.steps if step.phase == "forward" and key in names_in(step.expr))
        return any(term.expr == Name(key) for step in steps for _, terms in sums(step.expr) for term in terms)

    def is_clock(self, expr: Expr) -> bool:
        """Whether ``expr`` is the number of the update."""
        given = isinstance(expr, Name) and expr.id in self.sheet.given
        return given and isinstance(expr, Name) and expr.id.removeprefix("rule.") == CLOCK and self.updating

    def formula(self, expr: Expr) -> Expr:
        """What a name stands for: the right side of its line; anything else is itself."""
        if isinstance(expr, Name) and expr.id in self.sheet.by_key:
            return self.sheet.by_key[expr.id].expr
        return expr

    def activation(self, expr: Expr) -> tuple[str, Expr] | None:
        """The activation whose result ``expr`` is, and what it was taken of."""
        formula = self.formula(expr)
        if isinstance(formula, Apply) and (OPERATIONS[formula.op].activation or formula.op == "softmax"):
            return formula.op, formula.args[0]
        return None

    def shape(self, expr: Expr) -> Shape | None:
        """The shape of a formula over keys; None if its operands do not fit."""
        try:
            return shape_of(expr, self.sheet.shapes)
        except FormulaError:
            return None

    def fits(self, expr: Expr) -> bool:
        """Whether a formula has the shape of the line."""
        return self.shape(expr) == self.step.shape

    def text(self, expr: Expr) -> str:
        """A formula as a reader knows it."""
        return self.sheet.text(expr)

    @cached_property
    def loss(self) -> Expr | None:
        """The formula of the loss; None where nothing is differentiated."""
        step = self.sheet.by_key.get(self.sheet.loss)
        return step.expr if step is not None and step.shape == () and self.sheet.gradients else None

    @cached_property
    def loss_parts(self) -> tuple[Expr, ...]:
        """Every operation of the loss and of the lines that only lead to it."""
        if self.loss is None:
            return ()
        found: list[Expr] = [node for _, node in parts(self.loss)]
        for name in names_in(self.loss):
            step = self.sheet.by_key.get(name)
            if step is not None and step.phase == "forward" and self.activation(Name(name)) is None:
                found.extend(node for _, node in parts(step.expr))
        return tuple(found)

    def averages(self) -> set[int]:
        """Over how many numbers the loss takes its mean."""
        return {size for node in self.loss_parts for size in self.counts(node, ("mean", "bce", "cross_entropy"))}

    def totals(self) -> set[int]:
        """Over how many numbers the loss takes a sum, or a mean."""
        return self.averages() | {size for node in self.loss_parts for size in self.counts(node, ("sum",))}

    def counts(self, node: Expr, ops: tuple[str, ...]) -> Iterator[int]:
        """Over how many numbers ``node`` goes, if it is one of these reductions; those of one number are none."""
        if not isinstance(node, Apply) or node.op not in ops:
            return
        shape = self.shape(node.args[0]) or ()
        size = 1
        for axis in shape:
            size *= axis
        rows = shape[0] if len(shape) > 1 else 1
        if node.op == "cross_entropy":
            sizes = {rows}
        elif node.op == "bce" or node.option("axis") is None:
            sizes = {size, rows}  # of several outputs some take the mean of each row first
        else:
            sizes = {count(shape, node.option("axis"))} if shape else set()
        yield from (number for number in sizes if number > 1)

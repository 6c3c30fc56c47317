"""Tree to text: the formula language itself, Unicode mathematics, LaTeX, NumPy and PyTorch."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction

from tutor.formula.display import display_name, latex_name, superscript
from tutor.formula.operations import OPERATIONS, logic
from tutor.formula.operations.operation import ATOM, PRODUCT, SIGN, Form, Shape, Style
from tutor.formula.shapes import shape_of
from tutor.formula.tree import Apply, Expr, Name, Number

Naming = Callable[[str], str]
_NAMING: dict[Style, Naming] = {"unicode": display_name, "latex": latex_name}
_TRUTHS = frozenset({*(entry.name for entry in logic.ENTRIES), "all", "any"})
_TAKE_TRUTHS = {"numpy": _TRUTHS | {"mean"}, "pytorch": _TRUTHS}
"""A comparison is a number in a formula, but neither in NumPy nor in PyTorch, where ``(a > b) - (c > d)`` is an error
and ``(a > b) + (c > d)`` is 1 at most. These operations take it as it is; for others it is made a number first."""


def write(
    expr: Expr,
    style: Style = "formula",
    shapes: Mapping[str, Shape] | None = None,
    naming: Naming | None = None,
) -> str:
    """``expr`` as text.

    Args:
        style: "formula" is the language itself and reads back as the same tree.
        shapes: of the names; without them every value counts as a matrix (``⊙`` rather than ``·``).
        naming: how a name is written, where not as the style does it (a gradient as ∂L/∂W₁, a code identifier).

    >>> from tutor.formula.parse import parse_expression
    >>> tree = parse_expression("dh * h * (1 - h)")
    >>> write(tree), write(tree, "unicode")
    ('dh * h * (1 - h)', 'dh ⊙ h ⊙ (1 − h)')
    """
    return _Writer(style, shapes, naming or _NAMING.get(style, str)).text(expr, 0)


class _Writer:
    def __init__(self, style: Style, shapes: Mapping[str, Shape] | None, naming: Naming) -> None:
        self._style = style
        self._shapes = shapes
        self._naming = naming

    def text(self, expr: Expr, need: int) -> str:
        """``expr``, in brackets if it holds together less tightly than its place needs."""
        text, binds = self._written(expr)
        if binds >= need:
            return text
        return rf"\left({text}\right)" if self._style == "latex" else f"({text})"

    def _written(self, expr: Expr) -> tuple[str, int]:
        if isinstance(expr, Number):
            return write_number(expr.value)
        if isinstance(expr, Name):
            return self._naming(expr.id), ATOM
        exponent = self._small_exponent(expr)
        if exponent is not None:
            base = self.text(expr.args[0], ATOM)
            if isinstance(expr.args[0], Name) and "/" in base:  # ∂L/∂W² would be a square below the line
                base = f"({base})"
            return base + superscript(exponent), ATOM - 1
        operand_shapes = [self._shape(arg) for arg in expr.args]
        options = dict(expr.options)
        writer = OPERATIONS[expr.op].writer(self._style)
        form = writer if isinstance(writer, Form) else writer(operand_shapes, options)
        needs = form.needs + (0,) * (len(expr.args) - len(form.needs))
        operands = [
            self.text(arg, need) if self._fits(expr, position) else self._as_number(arg, need)
            for position, (arg, need) in enumerate(zip(expr.args, needs, strict=True))
        ]
        if self._style == "pytorch" and not form.needs:  # PyTorch's functions take no plain numbers
            operands = [
                f"torch.tensor({text}, dtype=torch.float64)" if _is_plain(arg) else text
                for text, arg in zip(operands, expr.args, strict=True)
            ]
        return form.text.format(*operands, **options), form.binds

    def _fits(self, expr: Apply, position: int) -> bool:
        """Whether the operand may stand there as it is: it is a number, or ``expr`` takes a truth in its place."""
        if self._style not in _TAKE_TRUTHS or not _is_truth(expr.args[position]):
            return True
        if expr.op in ("multiply", "divide"):
            return not all(_is_truth(arg) for arg in expr.args)
        return expr.op in _TAKE_TRUTHS[self._style] or (expr.op == "where" and position == 0)

    def _as_number(self, expr: Expr, need: int) -> str:
        if self._style == "pytorch":
            return f"{self.text(expr, ATOM)}.double()"
        text = f"1.0 * {self.text(expr, SIGN)}"
        return text if need <= PRODUCT else f"({text})"

    def _small_exponent(self, expr: Apply) -> int | None:
        """The exponent of a power that Unicode has raised digits for."""
        if self._style == "unicode" and expr.op == "power" and isinstance(expr.args[1], Number):
            exponent = expr.args[1].value
            return int(exponent) if exponent.denominator == 1 and abs(exponent) < 100 else None
        return None

    def _shape(self, expr: Expr) -> Shape:
        """The shape of an operand; that of a matrix where shapes are not known."""
        if isinstance(expr, Number):
            return ()
        return (0, 0) if self._shapes is None else shape_of(expr, self._shapes)


def _is_plain(expr: Expr) -> bool:
    """Whether ``expr`` is arithmetic with constants."""
    arithmetic = ("add", "subtract", "multiply", "divide", "negative", "power")
    return isinstance(expr, Number) or (
        isinstance(expr, Apply) and expr.op in arithmetic and all(map(_is_plain, expr.args))
    )


def _is_truth(expr: Expr) -> bool:
    return isinstance(expr, Apply) and expr.op in _TRUTHS


def write_number(value: Fraction) -> tuple[str, int]:
    """A constant as it would be typed, and how tightly it holds together: a decimal if it is one, else p / q.

    >>> write_number(Fraction(1, 4)), write_number(Fraction(2, 3)), write_number(Fraction(1, 100000))
    (('0.25', 10), ('2 / 3', 6), ('1e-5', 10))
    """
    sign_binds = SIGN if value < 0 else ATOM
    if value.denominator == 1 and (abs(value) < 10**16 or Fraction(repr(float(value))) != value):
        return str(value.numerator), sign_binds
    decimal = repr(float(value))
    if Fraction(decimal) == value:
        return re.sub(r"e([-+])0*", r"e\1", decimal).replace("e+", "e"), sign_binds
    return f"{value.numerator} / {value.denominator}", PRODUCT

"""What an entry of the operations table holds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial, reduce
from typing import Literal, NamedTuple, Protocol, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from tutor.formula.tree import Apply, Expr, Number, Option, number
from tutor.messages import Message, Words

Array: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]
Shape: TypeAlias = tuple[int, ...]
Index: TypeAlias = tuple[int, ...]
Options: TypeAlias = Mapping[str, Option]
Instruction: TypeAlias = Callable[[], object]
"""A call with all its arrays bound: running a line is calling its instructions in order."""

Style = Literal["formula", "unicode", "latex", "numpy", "pytorch"]

OR, AND, NOT, COMPARE, SUM, PRODUCT, MATMUL, SIGN, POWER, ATOM = range(1, 11)
"""How tightly a written form holds together. ``@`` stands above ``*`` although Python reads both alike, left to
right: a product as an operand of ``@`` is then written in brackets, as a reader expects."""


class ShapeError(ValueError):
    """Operands whose shapes do not fit; ``message`` says why."""

    def __init__(self, key: str, **parameters: object) -> None:
        self.message = Message(f"formula.{key}", parameters)
        super().__init__(key)


class Chance(Protocol):
    """Where random operations get their draws from; the same position in time always gives the same ones."""

    def uniform(self, stream: str, out: Array) -> None:
        """Fill ``out`` with draws from [0, 1)."""

    def normal(self, stream: str, out: Array) -> None:
        """Fill ``out`` with draws from the standard normal distribution."""


class Bench(Protocol):
    """The workplace that an operation is bound in."""

    chance: Chance

    def scratch(self, shape: Shape) -> Array:
        """An array for intermediate values, which no one else uses."""

    def stream(self) -> str:
        """A name for the next random operation of this line."""


class Form(NamedTuple):
    """How an operation is written.

    Attributes:
        text: a template; ``{0}`` is the first operand, ``{axis}`` an option.
        binds: how tightly the whole holds together.
        needs: how tightly each operand must hold together to stand there without brackets (0: always may).
    """

    text: str
    binds: int = ATOM
    needs: tuple[int, ...] = ()


Writer: TypeAlias = "Form | Callable[[Sequence[Shape], Options], Form]"


class OptionSpec(NamedTuple):
    """A constant that an operation takes: ``axis``, ``slope``, a shape."""

    name: str
    kind: Literal["axis", "bool", "count", "number", "shape", "at"]
    default: Option = None
    required: bool = False
    positional: bool = False


class Cells:
    """The cells of one operand, each as a scalar formula, for the expansion of one output cell."""

    def __init__(self, shape: Shape, cell: Callable[[Index], Expr]) -> None:
        self.shape = shape
        self._cell = cell

    def __getitem__(self, index: Index) -> Expr:
        return self._cell(index)

    def under(self, index: Index) -> Expr:
        """The cell that broadcasting puts under ``index`` of the result."""
        tail = index[len(index) - len(self.shape) :]
        return self._cell(tuple(0 if size == 1 else at for size, at in zip(self.shape, tail, strict=True)))


Steps: TypeAlias = Callable[..., Sequence[Instruction]]
"""``steps(bench, out, *operands, **options)``: the NumPy calls that compute the operation into ``out``."""

Gradients: TypeAlias = "tuple[str | None, ...] | Callable[[Sequence[Shape], Options], tuple[str | None, ...]]"
"""For each operand the gradient of the loss with respect to it, as formula text in ``g`` (the gradient of the
result), ``out`` (the result) and the operands' names; None where no gradient passes."""


Reach: TypeAlias = Callable[..., Mask]
"""``reach(*masks, **options)``: the cells of the result that are computed from a marked cell of any operand."""

Sources: TypeAlias = Callable[..., tuple[Mask, ...]]
"""``sources(needed, *shapes, **options)``: the cells of each operand that the marked cells of the result are computed
from. Where an entry has none, the cells are expanded one by one."""

Spelling: TypeAlias = Callable[[Sequence[Shape], Options], str]
"""The same as the operation, as formula text in its operands' names."""

Way = Literal["", "passes", "turns", "exchanges", "divides", "weighs", "slope", "gates", "shares", "chooses"]
"""What an operation does with the gradient that comes back to it, on the way to one operand: hands it on unchanged, or
with its sign changed; multiplies it by the other operand, or divides it by that; multiplies it by the other operand's
cells and adds; multiplies it by the slope at the operand; lets it through or not; gives each cell an equal share; gives
it to the cell that was chosen. Empty: none of these."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One entry of the table: everything that the program knows about an operation."""

    name: str
    operands: tuple[str, ...]
    about: Words
    shape: Callable[..., Shape]
    steps: Steps
    gradients: Gradients
    cell: Callable[..., Expr] | None
    """One cell of the result as a formula of the operands' cells; None for what is drawn rather than computed."""
    reach: Reach
    sources: Sources | None = None
    writing: Mapping[Style, Writer] = field(default_factory=dict)
    options: tuple[OptionSpec, ...] = ()
    variadic: bool = False
    spelled: bool = True
    also: tuple[str, ...] = ()
    elementwise: bool = False
    direct: bool = False
    """One NumPy call that may write over an operand of the result's shape."""
    view: Callable[..., Array] | None = None
    """For an operation that only looks at its operand's memory in another way."""
    random: bool = False
    activation: bool = False
    """A function that units apply to their weighted sum; where its slope is 0, no gradient comes back."""
    ways: tuple[Way, ...] = ()
    """For each operand (the last one's holds for those after it) what becomes of the gradient, for saying it."""
    spelt: Spelling | None = None
    """How it is written out with simpler operations, so that a mean is seen to be one; None where it is as plain as
    it can be."""

    @property
    def flat(self) -> bool:
        """Whether no gradient passes through any operand."""
        return isinstance(self.gradients, tuple) and all(text is None for text in self.gradients)

    def way(self, position: int) -> Way:
        """What becomes of the gradient on the way to the operand at ``position``."""
        return self.ways[min(position, len(self.ways) - 1)] if self.ways else ""

    @property
    def signature(self) -> str:
        """How it is called, e.g. ``sum(x, axis=None, keepdims=False)``."""
        operands = [f"*{name}" for name in self.operands] if self.variadic else list(self.operands)
        options = [
            option.name if option.required or option.kind == "shape" else f"{option.name}={option.default}"
            for option in self.options
        ]
        return f"{self.name}({', '.join(operands + options)})"

    def writer(self, style: Style) -> Writer:
        """The form in ``style``; NumPy's and PyTorch's fall back on the formula's own, a function on its call."""
        if style in self.writing:
            return self.writing[style]
        return self.writing.get("formula", partial(call_form, self))


def call_form(operation: Operation, shapes: Sequence[Shape], options: Options) -> Form:
    """``name(a, b, axis=0)``, options at their default left out."""
    parts = [f"{{{position}}}" for position in range(len(shapes))]
    for option in operation.options:
        value = options[option.name]
        if option.kind == "shape":
            parts.extend([str(size) for size in value] if isinstance(value, tuple) and value else ["()"])
        elif value != option.default or option.required:
            text = repr(value).removesuffix(".0") if isinstance(value, float) else str(value)
            parts.append(text if option.positional else f"{option.name}={text}")
    return Form(f"{operation.name}({', '.join(parts)})")


def broadcast(*shapes: Shape) -> Shape:
    """The shape that NumPy broadcasting gives.

    >>> broadcast((4, 2), (2,))
    (4, 2)

    Raises:
        ShapeError: if the shapes do not fit.
    """
    result: list[int] = []
    rank = max(len(shape) for shape in shapes)
    for axis in range(-rank, 0):
        sizes = {shape[axis] for shape in shapes if -axis <= len(shape)} - {1}
        if len(sizes) > 1:
            raise ShapeError("shapes-differ", shapes=" , ".join(describe(shape) for shape in shapes))
        result.append(sizes.pop() if sizes else 1)
    return tuple(result)


def describe(shape: Shape) -> str:
    """A shape as a learner reads it: ``4×2``, ``3`` for a vector, ``1×1`` never for a scalar but ``scalar``.

    >>> describe((4, 2)), describe((3,)), describe(())
    ('4×2', '(3)', '()')
    """
    return "×".join(map(str, shape)) if len(shape) > 1 else f"({', '.join(map(str, shape))})"


def same_shape(*shapes: Shape) -> Shape:
    """The shape that all operands have; for losses, where broadcasting would hide a mistake."""
    if len(set(shapes)) > 1:
        raise ShapeError("shapes-must-equal", shapes=" , ".join(describe(shape) for shape in shapes))
    return shapes[0]


def apply(op: str, *args: Expr, **options: Option) -> Apply:
    """A node, for expansions."""
    return Apply(op, args, tuple(options.items()))


class Terms(Sequence[Expr]):
    """The operands of a long expansion, each made when it is looked at: a sum of 100,000 cells costs what is shown."""

    def __init__(self, count: int, term: Callable[[int], Expr]) -> None:
        self._count = count
        self._term = term

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, position: int) -> Expr: ...

    @overload
    def __getitem__(self, position: slice) -> Sequence[Expr]: ...

    def __getitem__(self, position: int | slice) -> Expr | Sequence[Expr]:
        found = range(self._count)[position]
        return self._term(found) if isinstance(found, int) else [self._term(k) for k in found]

    def __iter__(self) -> Iterator[Expr]:
        return map(self._term, range(self._count))


def cells_of(x: Cells, ranges: Sequence[range] | None = None) -> Terms:
    """The cells of ``x`` in the order of memory: all, or those at the positions that ``ranges`` lists for each axis."""
    axes = [range(size) for size in x.shape] if ranges is None else ranges

    def term(position: int) -> Expr:
        index: list[int] = []
        for axis in reversed(axes):
            position, place = divmod(position, len(axis))
            index.append(axis[place])
        return x[tuple(index[::-1])]

    return Terms(math.prod(len(axis) for axis in axes), term)


def many(op: str, terms: Sequence[Expr]) -> Expr:
    """``op``, which takes any number of operands, applied to ``terms``; a single term is itself."""
    return terms[0] if len(terms) == 1 else Apply(op, terms if isinstance(terms, Terms) else tuple(terms))


def total(terms: Sequence[Expr]) -> Expr:
    """The sum of scalar formulas as one node, so that 784 terms are not 784 nested additions."""
    return many("total", terms)


def reach_together(*masks: Mask, **_: Option) -> Mask:
    """What an operation reaches that works cell by cell under broadcasting."""
    return np.asarray(reduce(np.logical_or, masks))


def sources_together(needed: Mask, *shapes: Shape, **_: Option) -> tuple[Mask, ...]:
    """What an operation reads that works cell by cell under broadcasting."""
    return tuple(_gathered(needed, shape) for shape in shapes)


def _gathered(mask: Mask, shape: Shape) -> Mask:
    """``mask`` on an operand of ``shape`` that broadcasting spread over it."""
    added = np.asarray(mask.any(axis=tuple(range(mask.ndim - len(shape)))))
    repeated = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return np.asarray(added.any(axis=repeated, keepdims=True))


def sources_all(needed: Mask, *shapes: Shape, **_: Option) -> tuple[Mask, ...]:
    """What an operation reads that makes one number of everything."""
    return tuple(np.broadcast_to(needed, shape) for shape in shapes)


def reach_all(*masks: Mask, **_: Option) -> Mask:
    """What an operation reaches that makes one number of everything."""
    return np.array(any(mask.any() for mask in masks))


def scaled(expr: Expr, by: int, *, negative: bool = False) -> Expr:
    """``expr / by``, negated if asked for; plain ``expr`` for 1."""
    result = Apply("negative", (expr,)) if negative else expr
    return result if by == 1 else Apply("divide", (result, number(by)))


def over(text: str, count: int) -> str:
    """Formula text divided by a number; as it is for 1.

    >>> over("sum(x)", 4), over("sum(x)", 1)
    ('sum(x) / 4', 'sum(x)')
    """
    return text if count == 1 else f"{text} / {count}"


def ufunc(function: np.ufunc) -> Steps:
    """The steps of an operation that is one NumPy function."""

    def steps(bench: Bench, out: Array, *args: Array) -> list[Instruction]:
        if function in (np.maximum, np.minimum):  # NumPy 2.4 warns of a third positional argument to these two
            return [partial(function, *args, out=out)]
        return [partial(function, *args, out)]

    return steps


def reduction(function: np.ufunc, x: Array, out: Array, axis: Option = None, keepdims: bool = False) -> Instruction:
    """``function.reduce`` of ``x`` into ``out``. Positional arguments save a tenth of the call, and it is a hot one."""
    return partial(function.reduce, x, axis, None, out, keepdims)  # type: ignore[call-arg, arg-type]


def elementwise(
    name: str,
    operands: tuple[str, ...],
    about: Words,
    function: np.ufunc | Steps,
    gradients: Gradients,
    *,
    writing: Mapping[Style, Writer] | None = None,
    options: tuple[OptionSpec, ...] = (),
    spelled: bool = True,
    also: tuple[str, ...] = (),
    activation: bool = False,
    ways: tuple[Way, ...] = (),
    spelt: Spelling | None = None,
) -> Operation:
    """An operation that works cell by cell under broadcasting; its expansion is itself, applied to cells."""

    def cell(at: Index, *parts: Cells, **given: Option) -> Expr:
        return Apply(name, tuple(part.under(at) for part in parts), tuple(given.items()))

    direct = isinstance(function, np.ufunc)
    return Operation(
        name=name,
        operands=operands,
        about=about,
        shape=lambda *shapes, **_: broadcast(*shapes),
        steps=ufunc(function) if isinstance(function, np.ufunc) else function,
        gradients=gradients,
        cell=cell,
        reach=reach_together,
        sources=sources_together,
        writing=writing or {},
        options=options,
        spelled=spelled,
        also=also,
        elementwise=True,
        direct=direct,
        activation=activation,
        ways=ways,
        spelt=spelt,
    )


def infix(symbol: str, binds: int, left: int, right: int) -> Form:
    """``{0} symbol {1}``."""
    return Form(f"{{0}} {symbol} {{1}}", binds, (left, right))


def is_number(expr: Expr, value: int | None = None) -> bool:
    """Whether ``expr`` is a constant (equal to ``value`` if one is given)."""
    return isinstance(expr, Number) and (value is None or expr.value == value)

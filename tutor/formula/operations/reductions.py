"""Operations that make many cells one: sums, means, largest values."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np

from tutor.formula.operations.operation import (
    AND,
    OR,
    Array,
    Bench,
    Cells,
    Form,
    Index,
    Instruction,
    Mask,
    Operation,
    Options,
    OptionSpec,
    Shape,
    ShapeError,
    Spelling,
    Style,
    Terms,
    Way,
    Writer,
    apply,
    cells_of,
    describe,
    many,
    over,
    reach_together,
    reduction,
    scaled,
    total,
)
from tutor.formula.tree import Apply, Expr, Option, number
from tutor.messages import Words

AXIS = OptionSpec("axis", "axis", None)
KEEPDIMS = OptionSpec("keepdims", "bool", False)


def axis_of(shape: Shape, axis: Option) -> int | None:
    """``axis`` counted from the front; None for all axes.

    Raises:
        ShapeError: if the value has no such axis.
    """
    if axis is None:
        return None
    if not isinstance(axis, int) or not -len(shape) <= axis < len(shape):
        raise ShapeError("no-axis", axis=axis, shape=describe(shape))
    return axis % len(shape)


def reduced(shape: Shape, axis: Option = None, keepdims: Option = False) -> Shape:
    """The shape after a reduction.

    >>> reduced((4, 2), 0), reduced((4, 2), 1, True), reduced((4, 2))
    ((2,), (4, 1), ())
    """
    at = axis_of(shape, axis)
    if keepdims:
        return tuple(1 if at in (None, position) else size for position, size in enumerate(shape))
    return () if at is None else shape[:at] + shape[at + 1 :]


def count(shape: Shape, axis: Option) -> int:
    """How many cells go into each cell of the result."""
    at = axis_of(shape, axis)
    return math.prod(shape) if at is None else shape[at]


def options_text(options: Options) -> str:
    """``, axis=0, keepdims=True``, as it is written behind an operand; empty for a reduction over everything."""
    text = "" if options["axis"] is None else f", axis={options['axis']}"
    return text + (", keepdims=True" if options["keepdims"] else "")


def _spread(what: str, options: Options) -> str:
    """``what``, a value of the reduced shape, spread back over the cells that went into it."""
    axis = options["axis"]
    if options["keepdims"]:
        return f"spread({what}, x)"
    return f"spread({what}, x)" if axis is None else f"spread({what}, x, axis={axis})"


def _sources(at: Index, x: Cells, axis: Option, keepdims: Option) -> Terms:
    """The cells of ``x`` that go into the cell ``at`` of the result."""
    over = axis_of(x.shape, axis)
    kept = list(at)
    if not keepdims and over is not None:
        kept.insert(over, 0)
    one = [range(place, place + 1) for place in kept]
    return cells_of(x, [range(size) if over in (None, k) else one[k] for k, size in enumerate(x.shape)])


def _reach(x: Mask, axis: Option = None, keepdims: Option = False) -> Mask:
    return np.asarray(x.any(axis=axis if isinstance(axis, int) else None, keepdims=bool(keepdims)))


def _read(needed: Mask, x: Shape, axis: Option = None, keepdims: Option = False) -> tuple[Mask]:
    return (np.broadcast_to(needed.reshape(reduced(x, axis, keepdims=True)), x),)


def _reducing(function: np.ufunc) -> Callable[..., list[Instruction]]:
    def steps(bench: Bench, out: Array, x: Array, axis: Option, keepdims: bool) -> list[Instruction]:
        return [reduction(function, x, out, axis, keepdims)]

    return steps


def _mean_steps(bench: Bench, out: Array, x: Array, axis: Option, keepdims: bool) -> list[Instruction]:
    return [
        reduction(np.add, x, out, axis, keepdims),
        partial(np.divide, out, np.array(float(count(x.shape, axis))), out),
    ]


def _truth_steps(function: np.ufunc) -> Callable[..., list[Instruction]]:
    """``all`` and ``any`` of numbers: minimum and maximum of their truth, which is 0 or 1."""

    def steps(bench: Bench, out: Array, x: Array, axis: Option, keepdims: bool) -> list[Instruction]:
        truth = bench.scratch(x.shape)
        return [
            partial(np.not_equal, x, np.array(0.0), truth),
            reduction(function, truth, out, axis, keepdims),
        ]

    return steps


def _extreme_gradient(shapes: Sequence[Shape], options: Options) -> tuple[str]:
    """To the cell that was the extreme; where several were, a part to each."""
    chosen = f"(x == {_spread('out', options)})"
    axis = "" if options["axis"] is None else f", axis={options['axis']}"
    return (f"{_spread('g', options)} * {chosen} / sum({chosen}{axis}, keepdims=True)",)


def _sum_cell(at: Index, x: Cells, axis: Option, keepdims: Option) -> Expr:
    return total(_sources(at, x, axis, keepdims))


def _mean_cell(at: Index, x: Cells, axis: Option, keepdims: Option) -> Expr:
    return scaled(total(_sources(at, x, axis, keepdims)), count(x.shape, axis))


def _folded(op: str) -> Callable[..., Expr]:
    """The expansion of a reduction as ``op`` of the cells that go into it."""
    return lambda at, x, axis, keepdims: many(op, _sources(at, x, axis, keepdims))


def _truth_cell(op: str) -> Callable[..., Expr]:
    def cell(at: Index, x: Cells, axis: Option, keepdims: Option) -> Expr:
        truth = Cells(x.shape, lambda index: apply("not_equal", x[index], number(0)))
        return many(op, _sources(at, truth, axis, keepdims))

    return cell


def _axis_form(word: str) -> Callable[[Sequence[Shape], Options], Form]:
    """``Σ(x)``; ``Σ↓(x)`` down the columns (axis 0 of a matrix); ``Σ→(x)`` along the rows."""

    def form(shapes: Sequence[Shape], options: Options) -> Form:
        axis = _shown_axis(shapes[0], options["axis"])
        if axis is None or len(shapes[0]) == 1:
            return Form(f"{word}({{0}})")
        arrow = {len(shapes[0]) - 2: "↓", len(shapes[0]) - 1: "→"}.get(axis, f"[{axis}]")
        return Form(f"{word}{arrow}({{0}})")

    return form


def _latex_form(word: str) -> Callable[[Sequence[Shape], Options], Form]:
    def form(shapes: Sequence[Shape], options: Options) -> Form:
        axis = _shown_axis(shapes[0], options["axis"])
        letter = "" if axis is None else "ijkl"[axis] if 0 <= axis < 4 else str(axis)
        under = f"_{{{{{letter}}}}}" if letter else ""
        return Form(f"{word}{under}" + r"\left({0}\right)")

    return form


def _shown_axis(shape: Shape, axis: Option) -> int | None:
    """``axis`` counted from the front where it can be: a formula may be written without its shapes being known."""
    if not isinstance(axis, int) or not -len(shape) <= axis < len(shape):
        return axis if isinstance(axis, int) else None
    return axis % len(shape)


def _library_form(prefix: str, name: str, keepdims: str = "keepdims") -> Callable[[Sequence[Shape], Options], Form]:
    def form(shapes: Sequence[Shape], options: Options) -> Form:
        over = options["axis"]
        if over is None and options["keepdims"] and prefix == "torch":  # which keeps the axes that it is told of
            over = tuple(range(len(shapes[0])))
        axis = "" if over is None else f", {'axis' if prefix == 'np' else 'dim'}={over}"
        kept = f", {keepdims}=True" if options["keepdims"] else ""
        return Form(f"{prefix}.{name}({{0}}{axis}{kept})")

    return form


def _entry(
    name: str,
    about: Words,
    steps: Callable[..., list[Instruction]],
    gradients: Callable[[Sequence[Shape], Options], tuple[str | None, ...]] | tuple[None],
    cell: Callable[..., Expr],
    symbol: str,
    latex: str,
    torch: str,
    ways: tuple[Way, ...] = (),
    spelt: Spelling | None = None,
) -> Operation:
    return Operation(
        name=name,
        operands=("x",),
        about=about,
        shape=reduced,
        steps=steps,
        gradients=gradients,
        cell=cell,
        reach=_reach,
        sources=_read,
        ways=ways,
        spelt=spelt,
        options=(AXIS, KEEPDIMS),
        writing={
            "unicode": _axis_form(symbol),
            "latex": _latex_form(latex),
            "numpy": _library_form("np", name),
            "pytorch": _library_form("torch", torch, "keepdim"),
        },
    )


sum_ = _entry(
    "sum",
    Words("adds all cells, or those along an axis", "모든 칸을, 또는 한 축을 따라 더하기"),
    _reducing(np.add),
    lambda shapes, options: (_spread("g", options),),
    _sum_cell,
    "Σ",
    r"\sum",
    "sum",
    ("passes",),
)
mean = _entry(
    "mean",
    Words("the mean of all cells, or of those along an axis", "모든 칸의, 또는 한 축을 따라 잰 평균"),
    _mean_steps,
    lambda shapes, options: (f"{_spread('g', options)} / {count(shapes[0], options['axis'])}",),
    _mean_cell,
    "mean",
    r"\mathrm{{mean}}",
    "mean",
    ("shares",),
    lambda shapes, options: over(f"sum(x{options_text(options)})", count(shapes[0], options["axis"])),
)
max_ = _entry(
    "max",
    Words("the largest cell", "가장 큰 칸"),
    _reducing(np.maximum),
    _extreme_gradient,
    _folded("max_of"),
    "max",
    r"\max",
    "amax",
    ("chooses",),
)
min_ = _entry(
    "min",
    Words("the smallest cell", "가장 작은 칸"),
    _reducing(np.minimum),
    _extreme_gradient,
    _folded("min_of"),
    "min",
    r"\min",
    "amin",
    ("chooses",),
)
all_ = _entry(
    "all",
    Words("1 if every cell holds, else 0", "모든 칸이 맞으면 1, 아니면 0"),
    _truth_steps(np.minimum),
    (None,),
    _truth_cell("all_of"),
    "all",
    r"\forall",
    "all",
)
any_ = _entry(
    "any",
    Words("1 if some cell holds, else 0", "한 칸이라도 맞으면 1, 아니면 0"),
    _truth_steps(np.maximum),
    (None,),
    _truth_cell("any_of"),
    "any",
    r"\exists",
    "any",
)


def _argmax_steps(bench: Bench, out: Array, x: Array, axis: Option) -> list[Instruction]:
    def run() -> None:
        out[...] = np.argmax(x, axis=axis if isinstance(axis, int) else None)

    return [run]


def _argmax_cell(at: Index, x: Cells, axis: Option) -> Expr:
    return Apply("argmax_of", _sources(at, x, axis, False))


def _argmax_of_steps(bench: Bench, out: Array, *cells: Array) -> list[Instruction]:
    def run() -> None:
        out[...] = max(range(len(cells)), key=lambda position: float(cells[position]))

    return [run]


def _of(name: str, about: Words, steps: Callable[..., list[Instruction]], writing: Mapping[Style, Writer]) -> Operation:
    """An operation of many scalars, which stands in expansions only."""
    return Operation(
        name=name,
        operands=("x",),
        variadic=True,
        spelled=False,
        about=about,
        shape=lambda *shapes: (),
        steps=steps,
        gradients=lambda shapes, options: (None,) * len(shapes),
        cell=lambda at, *parts: Apply(name, tuple(part[()] for part in parts)),
        reach=reach_together,
        writing=writing,
    )


def _running(function: np.ufunc) -> Callable[..., list[Instruction]]:
    def steps(bench: Bench, out: Array, *cells: Array) -> list[Instruction]:
        return [lambda: np.copyto(out, function.reduce([float(cell) for cell in cells]))]

    return steps


def _listed(word: str) -> Writer:
    """``word(a, b, c)``."""
    return lambda shapes, options: Form(f"{word}({', '.join(f'{{{k}}}' for k in range(len(shapes)))})")


def _nested(word: str) -> Writer:
    """``word(word(a, b), c)``, for the formula language, where ``word`` takes two."""

    def form(shapes: Sequence[Shape], options: Options) -> Form:
        rest = range(1, len(shapes))
        return Form(f"{word}(" * len(rest) + "{0}" + "".join(f", {{{k}}})" for k in rest))

    return form


def _chained(symbol: str, binds: int) -> Writer:
    """``a symbol b symbol c``."""
    return lambda shapes, options: Form(
        f" {symbol} ".join(f"{{{k}}}" for k in range(len(shapes))), binds, (binds + 1,) * len(shapes)
    )


argmax_of = _of(
    "argmax_of",
    Words("the position of the largest of its terms, from 0", "항 가운데 가장 큰 것의 위치(0부터)"),
    _argmax_of_steps,
    {"formula": _listed("argmax")},
)
max_of = _of(
    "max_of",
    Words("the largest of its terms", "항 가운데 가장 큰 것"),
    _running(np.maximum),
    {"formula": _nested("maximum"), "unicode": _listed("max"), "latex": _listed(r"\max")},
)
min_of = _of(
    "min_of",
    Words("the smallest of its terms", "항 가운데 가장 작은 것"),
    _running(np.minimum),
    {"formula": _nested("minimum"), "unicode": _listed("min"), "latex": _listed(r"\min")},
)
all_of = _of(
    "all_of",
    Words("1 if all its terms hold, else 0", "항이 모두 맞으면 1, 아니면 0"),
    _running(np.minimum),
    {"formula": _chained("and", AND), "unicode": _chained("∧", AND), "latex": _chained(r"\land", AND)},
)
any_of = _of(
    "any_of",
    Words("1 if some of its terms hold, else 0", "하나라도 맞는 항이 있으면 1, 아니면 0"),
    _running(np.maximum),
    {"formula": _chained("or", OR), "unicode": _chained("∨", OR), "latex": _chained(r"\lor", OR)},
)

argmax = Operation(
    name="argmax",
    operands=("x",),
    about=Words(
        "the position of the largest cell, from 0; no gradient passes",
        "가장 큰 칸의 위치(0부터). 기울기가 지나가지 않는다",
    ),
    shape=reduced,
    steps=_argmax_steps,
    gradients=(None,),
    cell=_argmax_cell,
    reach=_reach,
    options=(AXIS,),
    writing={
        "unicode": Form("argmax({0})"),
        "latex": Form(r"\operatorname{{argmax}}\left({0}\right)"),
        "numpy": lambda shapes, options: _library_form("np", "argmax")(shapes, {**options, "keepdims": False}),
        "pytorch": lambda shapes, options: Form(
            _library_form("torch", "argmax")(shapes, {**options, "keepdims": False}).text + ".double()"
        ),
    },
)

ENTRIES = (sum_, mean, max_, min_, all_, any_, argmax, argmax_of, max_of, min_of, all_of, any_of)

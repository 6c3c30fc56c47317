"""The computation graph: a node for each line, the value over its wire and the derivative under it.

As it is drawn on paper: the inputs at the left, the result at the right; the derivatives come back along the wires. By
hand: see ``wiring``.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import NamedTuple

from tutor.engine.program import Programs
from tutor.formula.display import display_name
from tutor.formula.operations.operation import Array
from tutor.formula.tree import Apply, Name, Number, names_in
from tutor.messages import Message, say
from tutor.tui.moment import Moment
from tutor.tui.picture.equation import MARK
from tutor.tui.picture.formula import written
from tutor.tui.picture.matrix import cell_role
from tutor.tui.picture.numbers import MINUS, MISSING, number_text
from tutor.tui.picture.quantity import shape_text
from tutor.tui.picture.text import CUT, EMPTY, Picture, Role, Row, Span, cell_len, pad, spread, wrap
from tutor.tui.session import Session
from tutor.tui.settings import Glyphs
from tutor.tui.views.grid import Grid
from tutor.tui.views.joins import Joins, corner, line_across, line_down
from tutor.tui.views.kept import kept
from tutor.tui.views.shares import shares
from tutor.tui.views.units import fitted
from tutor.tui.views.view import Options, Same, ViewEntry, stands
from tutor.tui.views.wiring import LEAST_APART, Wiring, wire_up

_APARTS = (5, 4, LEAST_APART)
"""Rows from a node to the next, where there is room for them."""

_MOST = 40
"""Nodes of a graph that is drawn unasked."""

_SIGNS = {"add": "+", "multiply": "×", "matmul": "·", "sigmoid": "σ", "relu": "ReLU", "sum": "Σ", "negative": "−"}
"""What stands in a node whose order of operands says nothing more."""

_FEW = 6
"""Numbers that a description lists."""

_BACK = "←"
"""Before a derivative: it comes back."""


class _Style(NamedTuple):
    """How wide things are.

    Attributes:
        name: columns of a name at most.
        formula: of what stands in a node.
        number: of what stands over and under a wire.
    """

    name: int
    formula: int
    number: int


_STYLES = (_Style(14, 20, 9), _Style(10, 14, 8), _Style(8, 10, 7))
"""The roomiest first."""


def draw(moment: Moment, width: int, height: int, options: Options) -> Picture:
    """The graph, within so many columns and rows; of one that is larger, the part where the line is that ran last."""
    reads = _reads(moment.session.programs)
    foot = _foot(moment, width)
    wirings = (_wiring(moment.session, apart) for apart in _APARTS)
    wiring = next((wiring for wiring in wirings if wiring.height < height - len(foot)), None)
    wiring = wiring or _wiring(moment.session, LEAST_APART)
    sheets = (_Sheet(moment, wiring, reads, style, options.glyphs) for style in _STYLES)
    sheet = next((sheet for sheet in sheets if sheet.width <= width), None)
    sheet = sheet or _Sheet(moment, wiring, reads, _STYLES[-1], options.glyphs)
    whole = sheet.draw()
    room = height - len(foot)
    window = _window(whole, sheet.here, width, room)
    blank = max(min((room - window.height) // 2, 3), 0)
    return Picture((*[EMPTY] * blank, *window.rows, *[EMPTY] * (room - blank - window.height), *foot))


def _reads(programs: Programs) -> dict[str, tuple[str, ...]]:
    """What each node reads: the lines, and before them what is given."""
    lines = {line.name: names_in(line.expr) for line in programs.forward}
    given = dict.fromkeys(name for names in lines.values() for name in names if name not in lines)
    return {**dict.fromkeys(given, ()), **lines}


def _wiring(session: Session, apart: int) -> Wiring:
    programs = session.programs
    return kept(session, ("wiring", Same(programs), apart), lambda: wire_up(_reads(programs), apart))


def _foot(moment: Moment, width: int) -> list[Row]:
    """How the numbers are read."""
    if not moment.session.programs.backward:
        return []
    of = moment.quantity(moment.session.model.loss, None).label
    legend = say("tui.graph-legend", moment.language, of=of, arrow=_BACK)
    return [(Span(" "), *line) for line in wrap(legend, width - 1, "dim")]


class _Sheet:
    """One drawing of a graph."""

    def __init__(
        self, moment: Moment, wiring: Wiring, reads: dict[str, tuple[str, ...]], style: _Style, glyphs: Glyphs
    ) -> None:
        self._parted = wiring.apart > LEAST_APART
        self._moment, self._wiring, self._reads, self._style = moment, wiring, reads, style
        self._glyphs: Glyphs = glyphs
        self._programs = moment.session.programs
        self._lines = {line.name: line for line in self._programs.forward}
        self._current = moment.session.run.current
        count = 1 + max(wiring.columns.values())
        self._nodes = {name: self._node(name) for name in reads}
        widths = [max(self._width(n) for n, at in wiring.columns.items() if at == column) for column in range(count)]
        self._widths = widths
        self._x = [0] * count
        for column in range(1, count):
            tracks = 1 + max((track.place for track in wiring.channels[column - 1]), default=0)
            self._x[column] = self._x[column - 1] + widths[column - 1] + style.number + 2 * tracks + 1
        self.width = self._x[-1] + widths[-1] + style.number
        self.here = self._place_of_current()

    def _node(self, name: str) -> tuple[str, str]:
        """The name over a node, and what stands in it; a given value is its name alone."""
        label = self._moment.quantity(name, None).label
        label = label if cell_len(label) <= self._style.name else label[: self._style.name - 1] + CUT
        if name not in self._lines:
            return "", label
        return label, f"({self._inside(name)})"

    def _inside(self, name: str) -> str:
        """The operation of a line: its sign, or the whole formula."""
        expr = self._lines[name].expr
        if isinstance(expr, Apply) and expr.op in _SIGNS:
            numbers = [arg for arg in expr.args if isinstance(arg, Number)]
            if all(isinstance(arg, Name) for arg in expr.args):
                return _SIGNS[expr.op]
            if len(numbers) == 1 and sum(isinstance(arg, Name) for arg in expr.args) == 1 and expr.op != "matmul":
                return f"{_SIGNS[expr.op]} {fitted(float(numbers[0].value), 6)}"
        text = self.formula(name)
        return text if cell_len(text) <= self._style.formula else text[: self._style.formula - 1] + CUT

    def _width(self, name: str) -> int:
        over, inside = self._nodes[name]
        return max(cell_len(over) + 1, cell_len(inside))

    def _place_of_current(self) -> tuple[int, int]:
        """Column and row of the middle of what the last line computed."""
        current = self._current
        name = "" if current is None else current.name
        name = name if name in self._reads else name[1:]
        if name not in self._reads:
            return 0, self._wiring.height // 2
        column = self._wiring.columns[name]
        return self._x[column] + self._widths[column] // 2, self._wiring.rows[name]

    def draw(self) -> Picture:
        """The whole graph."""
        grid = Grid(self.width, self._wiring.height)
        self._draw_wires(grid)
        for name in self._reads:
            self._draw_node(grid, name)
        return grid.picture()

    def _draw_node(self, grid: Grid, name: str) -> None:
        over, inside = self._nodes[name]
        column, y = self._wiring.columns[name], self._wiring.rows[name]
        x, width = self._x[column], self._widths[column]
        new = self._current is not None and self._current.name == name and self._current.phase == "forward"
        if over:
            grid.put_centred(x, width, y - 1, (MARK if new else "") + over, "new" if new else "label")
            grid.put_centred(x, width, y, inside, "new" if new else "strong")
        else:
            grid.put(x + width - cell_len(inside), y, inside, "name")
        left = x + width
        text, role = self._value(name, new=new)
        grid.put_centred(left, self._style.number, y - 1, text, role)
        text, role = self._derivative(name)
        grid.put_centred(left, self._style.number, y + 1, text, role)
        if self._parted and len(self._wiring.wires[name].targets if name in self._wiring.wires else ()) > 1:
            text = _sum(shares(self._moment, name))
            if cell_len(text) <= self._style.number + 1 and grid.is_blank(left, y + 2, cell_len(text)):
                grid.put(left, y + 2, text, "dim")

    def _value(self, name: str, *, new: bool) -> tuple[str, Role]:
        array = self._moment.session.value(name)
        if array is None:
            return MISSING, "missing"
        if array.size > 1:
            return _size(array), "new" if new else "plain"
        value = float(array.reshape(()))
        return fitted(value, self._style.number - 1), "new" if new else cell_role(value, abs(value))

    def _derivative(self, name: str) -> tuple[str, Role]:
        gradient = f"d{name}"
        if name == self._moment.session.model.loss and self._programs.backward:
            arrived = self._moment.phase in ("backward", "update")
            return (f"{_BACK}1", "plain") if arrived else (f"{_BACK}{MISSING}", "missing")
        if gradient not in self._programs.gradients:
            return "", "plain"
        new = self._current is not None and self._current.name == gradient
        mark = MARK if new else ""
        array = self._moment.session.value(gradient)
        if array is None:
            return f"{_BACK}{MISSING}", "missing"
        if array.size > 1:
            return f"{mark}{_BACK}{_size(array)}", "new" if new else "plain"
        value = float(array.reshape(()))
        text = f"{mark}{_BACK}{fitted(value, self._style.number - 1 - new)}"
        return text, "new" if new else cell_role(value, abs(value))

    def formula(self, name: str) -> str:
        """The formula of a node; empty for what is given."""
        if name not in self._lines:
            return ""
        naming = self._moment.quantity
        return written(self._lines[name].expr, self._programs.shapes, lambda other: naming(other, None).label)

    def derivative_name(self, name: str) -> str:
        """What is differentiated by what: ∂L/∂name."""
        model = self._moment.session.model
        return display_name(f"d{name}", {f"d{name}"}, model.loss)

    def _draw_wires(self, grid: Grid) -> None:
        """All wires, as the ways in which each cell is joined to its neighbours."""
        joins: Joins = {}
        for name, at in self._wiring.columns.items():
            y = self._wiring.rows[name]
            x = self._x[at] + self._width_right(name)
            line_across(joins, x, self._x[at] + self._widths[at] + self._style.number - 1, y)
        for name, wire in self._wiring.wires.items():
            for column in range(self._wiring.columns[name] + 1, wire.last + 1):
                end = self._x[column] + self._widths[column] + self._style.number - 1
                line_across(joins, self._x[column], end, wire.row)
        for column, (tracks, reach) in enumerate(
            zip(self._wiring.channels, self._wiring.reach, strict=True), start=1
        ):  # fmt: skip
            left = self._x[column - 1] + self._widths[column - 1] + self._style.number
            for line, place in reach.items():
                line_across(joins, left - 1, left + 2 * place + 1, line)
            for track in tracks:
                x = left + 2 * track.place + 1
                line_down(joins, x, *track.span)
                line_across(joins, x, self._x[column] + self._indent(column, track.out), track.out)
        for (x, y), ways in joins.items():
            grid.put(x, y, corner(ways, self._glyphs), "bracket")

    def _width_right(self, name: str) -> int:
        """Where a node ends, from the left side of its column."""
        column = self._wiring.columns[name]
        over, inside = self._nodes[name]
        width, size = self._widths[column], cell_len(inside)
        return width if not over else (width - size) // 2 + size

    def _indent(self, column: int, line: int) -> int:
        """How far a wire that arrives on a row runs into its column before it meets the node."""
        for name, at in self._wiring.columns.items():
            if at == column and self._wiring.rows[name] == line:
                return (self._widths[column] - cell_len(self._nodes[name][1])) // 2
        return 0


def _size(array: Array) -> str:
    """What stands for many numbers: their shape; that of a vector as NumPy writes it, lest it look like a number."""
    return f"({array.size},)" if array.ndim == 1 else shape_text(array.shape)


def _sum(parts: Mapping[str, float]) -> str:
    """The parts of a derivative, to be added; empty where there is nothing to add."""
    texts = [fitted(value, 6, 3) for value in parts.values()]
    return "".join(texts[:1] + [f" − {text[1:]}" if text[0] == MINUS else f" + {text}" for text in texts[1:]])


def _in_words(array: Array | None) -> str:
    """A value in a description: the numbers, if they are few."""
    if array is None:
        return MISSING
    if array.size > _FEW:
        return _size(array)
    return " ".join(number_text(float(value)) for value in array.ravel())


def _window(picture: Picture, here: tuple[int, int], width: int, height: int) -> Picture:
    """Of a picture that is larger than its room, the part around ``here``, with signs where it goes on."""
    y = min(max(here[1] - height // 2, 0), max(picture.height - height, 0))
    rows = list(picture.rows[y : y + height])
    if picture.width > width:
        inside = max(width - 2, 1)
        x = min(max(here[0] - inside // 2, 0), picture.width - inside)
        before = Span(CUT if x else " ", "dim")
        after = Span(CUT if x + inside < picture.width else " ", "dim")
        rows = [(before, *pad(_columns(line, x, inside), inside), after) if line else line for line in rows]
    above, below = y, picture.height - y - len(rows)
    for at, count in ((0, above), (-1, below)):
        if count > 0 and rows:
            rows[at] = spread(rows[at], (Span(f"⋮{count}", "dim"),), width)
    return Picture(tuple(rows))


def _columns(line: Row, first: int, width: int) -> Row:
    """The columns of a row from ``first`` on; where a wide character is cut in two, a blank."""
    cells = [(character, span.role) for span in line for character in span.text]
    kept: list[Span] = []
    at = 0
    for character, role in cells:
        size = cell_len(character)
        if first <= at and at + size <= first + width:
            kept.append(Span(character, role))
        at += size
    return tuple(kept)


def describe(moment: Moment, options: Options) -> str:
    """Every node with its formula, its value and its derivative."""
    style = _Style(40, 200, 12)
    reads = _reads(moment.session.programs)
    sheet = _Sheet(moment, _wiring(moment.session, LEAST_APART), reads, style, "ascii")
    lines = []
    for name in reads:
        label = moment.quantity(name, None).label
        formula = sheet.formula(name)
        value = _in_words(moment.session.value(name))
        text = f"{label} = {formula} = {value}" if formula else f"{label} = {value}"
        if f"d{name}" in moment.session.programs.gradients:
            text += f"; {sheet.derivative_name(name)} = {_in_words(moment.session.value(f'd{name}'))}"
            parts = shares(moment, name)
            text += (
                f" = {_sum(parts)} ({', '.join(moment.quantity(part, None).label for part in parts)})" if parts else ""
            )
        lines.append(text)
    return "\n".join(lines)


def fits(session: Session) -> bool:
    """Whether the model is a graph of single numbers, and not too large."""
    programs = session.programs
    reads = _reads(programs)
    return len(reads) <= _MOST and all(programs.shapes[name] == () for name in reads)


def size(moment: Moment, options: Options) -> tuple[int, int]:
    """The columns and rows that the whole graph takes."""
    wiring = _wiring(moment.session, LEAST_APART)
    sheet = _Sheet(moment, wiring, _reads(moment.session.programs), _STYLES[0], "braille")
    return sheet.width, wiring.height + 2


def _key(moment: Moment, options: Options) -> Hashable:
    return stands(moment)


VIEW = ViewEntry("graph", Message("tui.view-graph"), fits, draw, describe, _key, size=size)

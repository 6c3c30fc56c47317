"""The network: units with their values, the weights between them, and the errors on their way back.

One example runs through it. A value that has not been computed yet reads ``·``. By hand, because no library draws a
network in a terminal: the layout is three sums, and the strokes are in ``strokes``.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import chain
from typing import NamedTuple

from tutor.lesson.parts import View
from tutor.messages import Message, say
from tutor.tui.moment import Moment
from tutor.tui.picture.text import Picture, Role, Span, cell_len, clip, wrap
from tutor.tui.session import Session
from tutor.tui.settings import Glyphs
from tutor.tui.views.grid import Grid
from tutor.tui.views.kept import kept
from tutor.tui.views.layers import net_of
from tutor.tui.views.strokes import Stroke
from tutor.tui.views.units import Fold, Group, Tie, Ties, Unit, example, fitted, groups, ties
from tutor.tui.views.view import Options, Same, ViewEntry, stands, updates

_NARROWEST_LABELLED = 7
"""Columns between two layers from which the weights are written on their strokes."""

_MOST_LABELLED = 16
"""Strokes between two layers on which the weights are written: among more, nobody sees whose they are."""

_LABEL = 6
"""Columns of a weight."""

_AROUND = 3
"""Columns of a stroke that stay to be seen beside its weight."""

_WIDEST = 26
"""Columns between two layers at most: beyond, the eye loses the stroke."""

_APART = 6
"""Rows between two units at most."""

_MOST_UNITS = 12
"""Units of a layer that are drawn at most: beyond, their strokes are a blot."""

_ALONG = (0.25, 0.75, 0.5, 0.1, 0.9, 0.4, 0.6)
"""Where on its stroke a weight may stand, the best place first."""


class _Style(NamedTuple):
    """How much is drawn of a unit.

    Attributes:
        boxed: whether there is a frame, with the name and the bias in it.
        value: columns of its number.
        least: columns that a gap between two layers takes at least.
        flat: whether name, value and error stand in one row.
    """

    boxed: bool
    value: int
    least: int
    flat: bool = False

    def width(self, group: Group) -> int:
        if self.flat:
            return group.names + 1 + group.number_width(self.value) + (1 + self.value) * bool(group.error_name)
        return group.width(self.value) + 2 * self.boxed

    def height(self, item: Unit | Fold) -> int:
        if self.flat or isinstance(item, Fold):
            return 1
        return 2 + self.boxed + (item.error is not None)

    @property
    def between(self) -> int:
        """Rows between two units at the least."""
        return 0 if self.boxed or self.flat else 1

    def tall(self, column: Sequence[Group], most: int) -> int:
        """The rows of a column at the least, with at most so many units of a layer; a name over each of several."""
        tall = len(column) if len(column) > 1 else 0
        count = 0
        for group in column:
            shown, folded = min(group.layer.units, most), group.layer.units > most
            tall += shown * self.height(group.items[0]) + folded
            count += shown + folded
        return tall + self.between * (count - 1)


_STYLES = (
    _Style(True, 7, 8), _Style(True, 7, 5), _Style(False, 7, 4), _Style(False, 7, 6, flat=True), _Style(False, 5, 2),
)  # fmt: skip
"""The roomiest first."""


def draw(moment: Moment, width: int, height: int, options: Options) -> Picture:
    """The network, within so many columns and rows."""
    net = net_of(moment.session)
    if not net.layers:
        return Picture(tuple(wrap(say("tui.view-network-none", moment.language), width, "dim")))
    foot = _foot(moment, options, height)
    room = height - len(foot)
    head = 2 if moment.session.programs.backward else 1
    style, most = kept(
        moment.session,
        ("network", Same(moment.session.programs), options.row, width, room),
        lambda: _chosen(_in_columns(groups(moment, net, options.row, _MOST_UNITS)), width, room - head),
    )
    columns = _in_columns(groups(moment, net, options.row, most, style.value))
    grid = Grid(width, height)
    _Drawing(grid, columns, style, most, head, room, options.glyphs, moment.session).draw(ties(moment, net, most))
    for y, line in enumerate(foot, start=height - len(foot)):
        grid.put(1, y, "".join(span.text for span in clip((Span(line),), width - 1)), "dim")
    return grid.picture()


def _in_columns(layers: Sequence[Group]) -> list[list[Group]]:
    """The layers by the columns in which they stand."""
    columns: list[list[Group]] = [[] for _ in range(1 + max(group.layer.column for group in layers))]
    for group in layers:
        columns[group.layer.column].append(group)
    return columns


def _chosen(columns: Sequence[Sequence[Group]], width: int, rows: int) -> tuple[_Style, int]:
    """The roomiest style, and of a layer the most units, for which there is room."""
    for most in range(_MOST_UNITS, 0, -1):
        for style in _STYLES:
            wide = sum(max(map(style.width, column)) for column in columns) + style.least * (len(columns) - 1)
            narrow = wide <= width or style is _STYLES[-1]
            if narrow and all(style.tall(column, most) <= rows for column in columns):
                return style, most
    return _STYLES[-1], 1


def _foot(moment: Moment, options: Options, height: int) -> list[str]:
    """What stands under the picture: which example it is, and how strokes are read."""
    key = "example", updates(moment), options.row, moment.language
    line = kept(moment.session, key, lambda: example(moment, options.row))
    lines = [line] if line else []
    if height >= 16:
        lines.append(say("tui.network-legend", moment.language))
    return lines


class _Drawing:
    """Places the units, draws the strokes between them, then the weights on the strokes."""

    def __init__(
        self,
        grid: Grid,
        columns: Sequence[Sequence[Group]],
        style: _Style,
        most: int,
        head: int,
        rows: int,
        glyphs: Glyphs,
        session: Session,
    ) -> None:
        self._session = session
        self._grid, self._columns, self._style, self._most = grid, columns, style, most
        self._head, self._rows = head, rows
        self._glyphs: Glyphs = glyphs
        widths = [max(map(style.width, column)) for column in columns]
        gaps = len(columns) - 1
        self._gap = max(min((grid.width - sum(widths)) // gaps, _WIDEST), 1) if gaps else 0
        spare = grid.width - sum(widths) - self._gap * gaps
        self._x = [max(spare, 0) // 2 + sum(widths[:number]) + self._gap * number for number in range(len(columns))]
        self._place: dict[tuple[int, int], tuple[int, int, int]] = {}
        """Of a unit by layer and number: the columns of its sides, and the row of its value."""

    def draw(self, tied: Sequence[Ties]) -> None:
        for x, column in zip(self._x, self._columns, strict=True):
            self._draw_column(x, column)
        strokes = [self._strokes(ties_) for ties_ in tied]
        drawn = tuple(sorted((stroke for stroke, _ in chain(*strokes)), key=lambda stroke: stroke.thick))
        sheet = "strokes", drawn, self._glyphs, self._grid.width, self._grid.height
        self._grid.lay_under(kept(self._session, sheet, lambda: self._sheet_of(drawn)))
        taken: set[tuple[int, int]] = set()
        for pairs in strokes:
            if len(pairs) <= _MOST_LABELLED and self._gap >= _NARROWEST_LABELLED:
                for stroke, tie in pairs:
                    self._label(stroke, tie.value, taken)
        for ties_ in tied:
            self._name_weights(ties_)

    def _sheet_of(self, strokes: Sequence[Stroke]) -> Grid:
        """The strokes alone: an update seldom changes the sign or the thickness of one."""
        sheet = Grid(self._grid.width, self._grid.height)
        for stroke in strokes:
            stroke.draw_on(sheet, self._glyphs)
        return sheet

    def _draw_column(self, x: int, column: Sequence[Group]) -> None:
        style, stacked = self._style, len(column) > 1
        width = max(map(style.width, column))
        top, room = self._head, self._rows - self._head
        if stacked:
            top, room = 0, self._rows
        least = style.tall(column, self._most)
        free = room - least
        items = sum(len(group.items) for group in column)
        between = style.between + min(free // max(items, 1), _APART)
        tall = least + (between - style.between) * (items - 1)
        y = top + max(room - tall, 0) // 2
        for group in column:
            self._name_layer(x, width, group, y if stacked else None)
            y += stacked
            for item in group.items:
                self._draw_item(x, y, width, group, item)
                y += style.height(item) + between

    def _name_layer(self, x: int, width: int, group: Group, y: int | None) -> None:
        """The name of the values that are shown over their layer, and under it that of the errors."""
        self._grid.put_centred(x, width, 0 if y is None else y, group.title, group.title_role)
        if y is None and group.error_title:
            self._grid.put_centred(x, width, 1, group.error_title, group.error_role)

    def _draw_item(self, x: int, y: int, width: int, group: Group, item: Unit | Fold) -> None:
        if isinstance(item, Fold):
            self._grid.put_centred(x, width, y, f"⋮ {item.count}", "missing")
            return
        if self._style.flat:
            self._draw_flat(x, y, width, group, item)
            return
        boxed = self._style.boxed
        inside, left = width - 2 * boxed, x + boxed
        if boxed:
            self._frame(x, y, width, group, item)
        else:
            self._grid.put_centred(x, width, y, item.name, "new" if group.new else "label")
        self._grid.put(left, y + 1, item.value.rjust(inside), item.role)
        if item.error is not None:
            self._grid.put(left, y + 2, item.error.rjust(inside), item.error_role)
        self._place[group.number, item.number] = x, x + width - 1, y + 1

    def _draw_flat(self, x: int, y: int, width: int, group: Group, unit: Unit) -> None:
        """Name, value and error in one row."""
        value = group.number_width(self._style.value)
        self._grid.put(x, y, unit.name, "new" if group.new else "label")
        self._grid.put(x + group.names + 1, y, unit.value.rjust(value), unit.role)
        if unit.error is not None:
            self._grid.put(x + group.names + 2 + value, y, unit.error.rjust(self._style.value), unit.error_role)
        self._place[group.number, unit.number] = x, x + width - 1, y

    def _frame(self, x: int, y: int, width: int, group: Group, unit: Unit) -> None:
        """The frame, the name in its upper edge and the bias in its lower one."""
        upper, lower, flat, side = ("++", "++", "-", "|") if self._glyphs == "ascii" else ("╭╮", "╰╯", "─", "│")
        role: Role = "new" if group.new else "bracket"
        bottom = y + self._style.height(unit) - 1
        for row, corners in ((y, upper), (bottom, lower)):
            self._grid.put(x, row, corners[0] + flat * (width - 2) + corners[1], role)
        for row in range(y + 1, bottom):
            self._grid.put(x, row, side, role)
            self._grid.put(x + width - 1, row, side, role)
        self._grid.put_centred(x + 1, width - 2, y, unit.name, "new" if group.new else "name")
        if unit.bias and cell_len(unit.bias) <= width - 2:
            self._grid.put_centred(x + 1, width - 2, bottom, unit.bias, unit.bias_role)

    def _strokes(self, tied: Ties) -> list[tuple[Stroke, Tie]]:
        """A stroke for every weight between two units that are seen."""
        found = []
        for tie in tied.ties:
            source = self._place.get((tied.source, tie.source))
            target = self._place.get((tied.target, tie.target))
            if source is not None and target is not None:
                ends = (source[1] + 1, source[2]), (target[0] - 1, target[2])
                stroke = Stroke(*ends, tie.role, thick=tie.thick, broken=tie.value < 0)
                found.append((stroke, tie))
        return found

    def _label(self, stroke: Stroke, value: float, taken: set[tuple[int, int]]) -> None:
        """Write a weight on its stroke, where no other weight stands, and where it stays while its digits change."""
        size = min(self._gap - _AROUND, _LABEL)
        first, last = stroke.left[0], stroke.right[0]
        for along in _ALONG:
            x = first + round((last - first + 1 - size) * along)
            y = stroke.row_at(x + size // 2)
            cells = {(column, y) for column in range(x - 1, x + size + 1)}
            if x > first and x + size <= last and not cells & taken:
                taken |= cells
                role: Role = "plus3" if stroke.role == "zero" else stroke.role
                self._grid.put_centred(x, size, y, fitted(value, size, 3), role)
                return

    def _name_weights(self, tied: Ties) -> None:
        """The name of the weights over their strokes, and which way the numbers run."""
        column = next(n for n, groups_ in enumerate(self._columns) if any(g.number == tied.target for g in groups_))
        left = self._x[column] - self._gap
        if cell_len(tied.title) <= self._gap and self._grid.is_blank(left, 0, self._gap):
            self._grid.put_centred(left, self._gap, 0, tied.title, tied.role)


def describe(moment: Moment, options: Options) -> str:
    """Every layer with its units, and every weight between them, in words."""
    net = net_of(moment.session)
    language = moment.language
    if not net.layers:
        return say("tui.view-network-none", language)
    lines = [line] if (line := example(moment, options.row)) else []
    for group in sorted(groups(moment, net, options.row, _MOST_UNITS), key=lambda group: group.layer.column):
        lines.append(f"{group.name}: " + ", ".join(item.said(language) for item in group.items))
        if group.error_name:
            errors = [f"{item.name} {item.error}" for item in group.items if isinstance(item, Unit)]
            lines.append(f"  {group.error_name}: " + ", ".join(errors))
    lines.extend(tied.said(language) for tied in ties(moment, net, _MOST_UNITS))
    return "\n".join(lines)


def fits(session: Session) -> bool:
    """Whether the lines make a chain of layers that ends in one output."""
    return net_of(session).is_chain


def can(session: Session, view: View) -> bool:
    """Whether there are layers."""
    return bool(net_of(session).layers)


def size(moment: Moment, options: Options) -> tuple[int, int]:
    """The columns and rows in which weights stand on their strokes and every unit has its frame."""
    net = net_of(moment.session)
    tallest = max((min(layer.units, _MOST_UNITS) for layer in net.layers), default=1)
    return 9 * net.columns + 9 * max(net.columns - 1, 0), 4 + 5 * min(tallest, 4)


def _key(moment: Moment, options: Options) -> Hashable:
    return stands(moment)


VIEW = ViewEntry("network", Message("tui.view-network"), fits, draw, describe, _key, can=can, size=size)

"""The map of the chapters as it is drawn: boxes in layers, lines from what is needed to what needs it, and a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tutor.messages import Language, say
from tutor.tui.arrange import Box
from tutor.tui.chapter_map import ChapterMap, State, Stop
from tutor.tui.layered import Layout, Line, Spot, lay_out
from tutor.tui.panels.home import MARKS
from tutor.tui.picture.text import EMPTY, Picture, Role, Row, Span, cell_len, clip, row, row_width, spread, wrap
from tutor.tui.settings import Glyphs
from tutor.tui.views.grid import Grid
from tutor.tui.views.joins import ACROSS, ALONG, DOWN, UP, Joins, corner, line_across

_SIGNS: Mapping[State, tuple[str, str, str]] = {
    "done": ("✓", "#", "tui.home-is-done"),
    "begun": ("◐", "%", "tui.home-is-begun"),
    "ready": ("○", "o", "tui.map-ready"),
    "later": ("·", ".", "tui.map-later"),
}
"""For each state its sign, the same in ASCII, and its word."""

_ROLES: Mapping[State, Role] = {"done": "done", "begun": "plain", "ready": "new", "later": "dim"}

_NEXT = "▸", ">"
_CHOSEN = ("‹", "›"), ("<", ">")
_FRAME = "╭─╮│╰╯", "+-+|++"
_HEAVY = "┏━┓┃┗┛", "#=##=="
_MORE = ("↑", "↓"), ("^", "v")

_GAP = 2
"""Columns between two boxes of a layer."""

_NARROWEST = 16
"""Columns of a box, within which a title is cut rather than that boxes are out of sight."""

_LEAST_PAGE = 4
"""Rows of the page about the chapter that is chosen, its rule included."""

_LEAST_MAP = 2
"""Rows of the map, below which there is no page."""


class _Style(NamedTuple):
    """How roomy it is drawn: whether boxes have a frame, and how many rows the lines run straight down at the end."""

    framed: bool
    straight: int

    @property
    def rows(self) -> int:
        """Of a box."""
        return 4 if self.framed else 2


_STYLES = (_Style(framed=True, straight=1), _Style(framed=True, straight=0), _Style(framed=False, straight=1))
_TIGHTEST = _Style(framed=False, straight=0)


class MapPage(NamedTuple):
    """The whole page.

    Attributes:
        picture: the map over the page about the chapter that is chosen.
        boxes: where each chapter stands in it, as far as it is in sight.
        layout: along which arrows move.
    """

    picture: Picture
    boxes: Mapping[str, Box]
    layout: Layout

    def at(self, x: int, y: int) -> str | None:
        """The chapter in a cell of the picture."""
        inside = (
            name
            for name, box in self.boxes.items()
            if 0 <= x - box.x < box.width and 0 <= y - box.y < box.height
        )  # fmt: skip
        return next(inside, None)


def _legend(found: ChapterMap, language: Language, glyphs: Glyphs) -> Row:
    """What the signs mean, in words."""
    plain = glyphs == "ascii"
    signs = [(entry[plain], say(entry[2], language)) for entry in _SIGNS.values()]
    if found.next is not None:
        signs.append((_NEXT[plain], say("tui.home-last" if found.goes_on else "tui.home-next", language)))
    return row("  ".join(f"{sign} {word}" for sign, word in signs), " ")


def head_row(found: ChapterMap, language: Language, width: int, glyphs: Glyphs) -> Row:
    """The title, and what the signs mean as far as there is room for all of it."""
    title, signs = row(Span(f" {say('tui.map-title', language)}", "title")), _legend(found, language, glyphs)
    return spread(title, signs, width) if row_width(title) + row_width(signs) < width else clip(title, width)


def map_page(
    found: ChapterMap, chosen: str, language: Language, room: tuple[int, int], glyphs: Glyphs
) -> MapPage:  # fmt: skip
    """The map around the chapter that is chosen, and a page about this, in so many columns and rows."""
    width, height = room
    below = _LEAST_PAGE if height >= _LEAST_MAP + _LEAST_PAGE else 0
    drawing = _drawing(found, language, width, height - below, glyphs)
    rows = min(drawing.height, height - below)
    map_rows, boxes = drawing.draw(chosen, width, rows)
    page = _page(found, found.stop(chosen), language, width, height - rows, glyphs)
    return MapPage(Picture((*map_rows, *page)), boxes, drawing.layout)


def _drawing(found: ChapterMap, language: Language, width: int, height: int, glyphs: Glyphs) -> _Drawing:
    """The roomiest drawing that fits; where none does, the tightest, of which a part is seen."""
    drawings = (_Drawing(found, language, width, glyphs, style) for style in _STYLES)
    fitting = (drawing for drawing in drawings if drawing.height <= height and drawing.width <= width)
    return next(fitting, None) or _Drawing(found, language, width, glyphs, _TIGHTEST)


class _Drawing:
    """The map in one style."""

    def __init__(self, found: ChapterMap, language: Language, width: int, glyphs: Glyphs, style: _Style) -> None:
        self._found, self._language, self._glyphs, self._style = found, language, glyphs, style
        self._plain = glyphs == "ascii"
        shares = [_share(spots, width) for spots in found.layers.spots]
        self._box = min(max(min(shares), _NARROWEST), max(map(self._wanted, found.stops)))
        self.layout = lay_out(found.layers, self._box, _GAP)
        self._tops = [0]
        for lines in self.layout.channels:
            tracks = 1 + max((line.track for line in lines if line.track is not None), default=-1)
            self._tops.append(self._tops[-1] + style.rows + max(tracks + style.straight, 1))
        self.height = self._tops[-1] + style.rows
        self.width = max(max(placed.values()) for placed in self.layout.columns) - self._box // 2 + self._box

    def _wanted(self, stop: Stop) -> int:
        """Columns of a box in which all that is said of a chapter has room."""
        said = max(cell_len(f"{stop.number} {stop.title.say(self._language)}") + 2, cell_len(self._state(stop)))
        return said + 2 + 2 * self._style.framed

    def draw(self, chosen: str, width: int, height: int) -> tuple[list[Row], dict[str, Box]]:
        """What is seen around the chapter that is chosen, in so many columns and rows; and the boxes in it."""
        places = {
            spot.name: (at - self._box // 2, top)
            for placed, top in zip(self.layout.columns, self._tops, strict=True)
            for spot, at in placed.items()
            if not spot.passes
        }
        x, y = places[chosen]
        left = _window(x + self._box // 2, self.width, width)
        top = _window(y + self._style.rows // 2, self.height, height)
        grid = Grid(width, height)
        self._draw_lines(grid, left, top)
        for stop in self._found.stops:
            at, line = places[stop.id]
            self._draw_box(grid, at - left, line - top, stop, chosen=stop.id == chosen)
        self._say_more(grid, top)
        rows = grid.picture().rows
        boxes = {name: Box(at - left, line - top, self._box, self._style.rows) for name, (at, line) in places.items()}
        return [*rows, *[EMPTY] * (height - len(rows))], boxes

    # Boxes

    def _draw_box(self, grid: Grid, x: int, y: int, stop: Stop, *, chosen: bool) -> None:
        role: Role = "selected" if chosen else "strong" if stop.left else _ROLES[stop.state]
        inner, at = self._box, y
        if self._style.framed:
            self._draw_frame(grid, x, y, chosen=chosen)
            x, inner, at = x + 1, self._box - 2, y + 1
        grid.put(x, at, " " * inner)
        grid.put(x, at + 1, " " * inner)
        title = self._title(stop, inner - 2)
        begin, end = _CHOSEN[self._plain] if chosen else (" ", " ")
        grid.put_centred(x, inner, at, f"{begin}{title}{end}", role)
        grid.put_centred(x, inner, at + 1, _cut(self._state(stop), inner), _ROLES[stop.state])

    def _draw_frame(self, grid: Grid, x: int, y: int, *, chosen: bool) -> None:
        corners = (_HEAVY if chosen else _FRAME)[self._plain]
        role: Role = "strong" if chosen else "bracket"
        across = corners[1] * (self._box - 2)
        grid.put(x, y, f"{corners[0]}{across}{corners[2]}", role)
        for line in (y + 1, y + 2):
            grid.put(x, line, corners[3], role)
            grid.put(x + self._box - 1, line, corners[3], role)
        grid.put(x, y + 3, f"{corners[4]}{across}{corners[5]}", role)

    def _title(self, stop: Stop, columns: int) -> str:
        mark = f"{_NEXT[self._plain]} " if stop.id == self._found.next else ""
        return _cut(f"{mark}{stop.number} {stop.title.say(self._language)}", columns)

    def _state(self, stop: Stop) -> str:
        """How much is done, and the state by a sign and a word."""
        entry = _SIGNS[stop.state]
        return f"{entry[self._plain]} {stop.done}/{len(stop.lessons)} {say(entry[2], self._language)}"

    # Lines

    def _draw_lines(self, grid: Grid, left: int, top: int) -> None:
        for number, lines in enumerate(self.layout.channels):
            first, last = self._tops[number] + self._style.rows, self._tops[number + 1] - 1
            joined: Joins = {}
            for line in lines:
                _lay_over(joined, _joins(line, first, last))
            for spot, at in self.layout.columns[number].items():
                if spot.passes:
                    joined |= {(at, y): ALONG for y in range(self._tops[number], first)}
            for (x, y), ways in joined.items():
                grid.put(x - left, y - top, corner(ways, self._glyphs), "bracket")

    def _say_more(self, grid: Grid, top: int) -> None:
        """That there is more above and below than is seen."""
        up, down = _MORE[self._plain]
        for there, line, sign in ((top > 0, 0, up), (top + grid.height < self.height, grid.height - 1, down)):
            free = [x for x in range(grid.width - 1) if grid.is_blank(x, line)]
            if there and free:
                grid.put(free[-1], line, sign, "key")


def _share(spots: Sequence[Spot], width: int) -> int:
    """The columns that a box of a layer may have for all of it to be seen."""
    passing = sum(spot.passes for spot in spots)
    return (width - passing - _GAP * (len(spots) - 1)) // max(len(spots) - passing, 1)


def _window(middle: int, size: int, room: int) -> int:
    """The first of so many columns or rows that are seen around ``middle``; less than 0: all, and room beside it."""
    return (size - room) // 2 if size <= room else min(max(middle - room // 2, 0), size - room)


def _joins(line: Line, first: int, last: int) -> Joins:
    """The cells of a line between two layers, from row ``first`` to row ``last``."""
    if line.track is None:
        return {(line.tops[0], y): ALONG for y in range(first, last + 1)}
    joins: Joins = {}
    track = first + line.track
    line_across(joins, min(*line.tops, *line.bottoms), max(*line.tops, *line.bottoms), track)
    for x in line.tops:
        joins |= {(x, y): ALONG for y in range(first, track)}
        joins[x, track] |= UP
    for x in line.bottoms:
        joins |= {(x, y): ALONG for y in range(track + 1, last + 1)}
        joins[x, track] |= DOWN
    return joins


def _lay_over(joined: Joins, line: Joins) -> None:
    """Draw a line among others: it joins those that it meets, and passes under or over those that it only crosses."""
    for cell, ways in line.items():
        there = joined.get(cell, 0)
        joined[cell] = ALONG if {there, ways} == {ACROSS, ALONG} else there | ways


def _cut(text: str, columns: int) -> str:
    return "".join(span.text for span in clip(row(text), columns))


# The page


def _page(found: ChapterMap, stop: Stop, language: Language, width: int, height: int, glyphs: Glyphs) -> list[Row]:
    """About the chapter that is chosen: what it builds on, what Enter does, what it leads to, its lessons."""
    sign, word = _SIGNS[stop.state][glyphs == "ascii"], say(_SIGNS[stop.state][2], language)
    done = say("tui.home-done", language, done=stop.done, of=len(stop.lessons))
    title = Span(f"{stop.number} {stop.title.say(language)}", "title")
    heading = clip(row(title, f"   {sign} {word}   {done}"), width - 6)
    rule = row(Span("── ", "rule"), *heading, Span(f" {'─' * max(width - 4 - row_width(heading), 0)}", "rule"))
    rows = [(Span(" "), *line) for said in _said(found, stop, language) for line in wrap(said, width - 2)]
    return [clip(line, width) for line in (rule, *rows)[: max(height, 0)]]


def _said(found: ChapterMap, stop: Stop, language: Language) -> Iterator[str]:
    needs, readers = (found.stop(name) for name in stop.needs), found.readers(stop.id)
    titles = [_with_mark(other, language) for other in needs]
    yield say("tui.builds-on", language, chapters=", ".join(titles)) if titles else say("tui.map-first", language)
    yield _opening(stop, language)
    if readers:
        chapters = ", ".join(other.title.say(language) for other in readers)
        yield say("tui.map-leads-to", language, chapters=chapters)
    if stop.lessons:
        lessons = ", ".join(f"{MARKS[stage]} {head.title.say(language)}" for head, stage in stop.lessons)
        yield say("tui.map-lessons", language, titles=lessons)


def _with_mark(stop: Stop, language: Language) -> str:
    title = stop.title.say(language)
    return f"{MARKS['done']} {title}" if not stop.left else title


def _opening(stop: Stop, language: Language) -> str:
    """What Enter does."""
    if stop.opens is not None:
        return say("tui.map-opens", language, title=stop.opens.title.say(language))
    return say("tui.map-all-done" if stop.lessons else "tui.map-empty", language)

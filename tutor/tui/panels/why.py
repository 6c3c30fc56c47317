"""Why a cell has its value: its expression in symbols and in numbers, a sentence, what it comes from and goes into."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tutor.engine.address import Address
from tutor.explain.explanation import Explanation
from tutor.explain.expression import Cell
from tutor.explain.numeric import Numeric
from tutor.explain.origin import Computed
from tutor.explain.paths import Paths
from tutor.explain.rounding import MINUS, is_rounded, rounded
from tutor.explain.words import words_of
from tutor.explain.writing import Fold, Key, Text
from tutor.messages import Language, say
from tutor.tui.inquiry import Inquiry
from tutor.tui.moment import Moment
from tutor.tui.picture.marks import READ, READER
from tutor.tui.picture.tags import Tagged
from tutor.tui.picture.text import CUT, EMPTY, Picture, Role, Row, Span, cell_len, clip, row, row_width, wrap

PRODUCTS = 6
"""Products of a sum that are shown before it is unfolded."""

_LISTED = 12
"""Cells of a list, and paths, that are shown; of a longer list those around the one that is chosen."""

_MOST_LISTED = 400
"""The same where everything is unfolded."""

_SCROLLBAR = 2

_ARROW = " → "
_BETWEEN = ("+ ", f"{MINUS} ")
"""What stands between two terms."""

_APART = "   "
"""What stands between two entries of a list."""


def why(moment: Moment, width: int, height: int) -> Picture:
    """The answer to what was asked; scrolls where it is longer than its room."""
    inquiry = moment.session.selection.inquiry
    if inquiry is None:
        return Picture(tuple(wrap(say("tui.why-nothing-asked", moment.language), width)))
    picture = draw_why(inquiry, moment.language, width, moment.session.digits)
    if picture.height > height:
        picture = draw_why(inquiry, moment.language, width - _SCROLLBAR, moment.session.digits)
    return picture


def draw_why(inquiry: Inquiry, language: Language, width: int, digits: int) -> Picture:
    """The same in as many rows as it takes; kept until something about it changes."""
    key = (len(inquiry.walk.steps), inquiry.here, inquiry.link, inquiry.unfolded, language, width, digits)
    if key not in inquiry.drawn:
        inquiry.drawn.clear()
        inquiry.drawn[key] = Picture(tuple(_Answer(inquiry, language, width, digits).rows()))
    return inquiry.drawn[key]


class _Answer:
    def __init__(self, inquiry: Inquiry, language: Language, width: int, digits: int) -> None:
        self._inquiry = inquiry
        self._here: Explanation = inquiry.here
        self._language: Language = language
        self._width = width
        self._digits = digits

    def rows(self) -> Iterator[Row]:
        """All of it, in order."""
        here = self._here
        yield from self._path()
        yield self._title()
        yield from self._expression()
        yield EMPTY
        yield from wrap(words_of(here).say(self._language), self._width)
        if here.numeric is not None:
            yield EMPTY
            yield from self._numeric(here.numeric)
        if here.paths is not None and any(path.lines for path in here.paths.listed):
            yield EMPTY
            yield from self._paths(here.paths)
        yield from self._links()

    def _say(self, key: str, **gaps: object) -> str:
        return say(f"tui.why-{key}", self._language, **gaps)

    # The walk, and the cell

    def _path(self) -> Iterator[Row]:
        """The cells walked through; the first ones give way."""
        names = [str(address) for address in self._inquiry.walk.path]
        if len(names) == 1:
            return
        last, room = names[-1], self._width - 2
        room -= cell_len(names[-1])
        shown: list[str] = []
        for name in reversed(names[:-1]):
            room -= cell_len(name + _ARROW)
            if room < 0:
                shown.insert(0, CUT)
                break
            shown.insert(0, name)
        yield clip(row(Span(_ARROW.join((*shown, "")), "dim"), Span(last, "strong")), self._width)

    def _title(self) -> Row:
        """The cell in mathematics with its units, its address, and the line that computed it."""
        here = self._here
        title = row(Span(here.spoken.say(self._language), "name"), Span(f"   {here.address}", "dim"))
        if here.formula and not here.name.startswith("("):
            title = (*title, Span(f"   {here.name} = {here.formula}", "dim"))
        return clip(title, self._width)

    # Its expression

    def _expression(self) -> Iterator[Row]:
        """Symbols, numbers, the product of each term, the result; a step that changes nothing is left out."""
        here, value = self._here, rounded(self._here.value, self._digits)
        if here.is_end:
            yield row(Span("= ", "sign"), Span(repr(here.value), "strong"))
            return
        shown = self._unfolded()
        symbolic, numbers = here.symbolic(shown=shown), here.substituted(shown=shown, digits=self._digits)
        updates = isinstance(here.origin, Computed) and here.origin.phase == "update"
        yield from self._text(symbolic, "← " if updates else "= ", "name")
        products = self._products() if len(here.terms) > 1 else ""
        for text in dict.fromkeys((str(numbers), products)):
            if text == str(numbers) and text not in (value, str(symbolic)):
                yield from self._text(numbers, "= ", "plain")
            elif text and text not in (value, str(numbers)):
                yield from _flow([Span(part, "plain") for part in _parts(text)], self._width, "= ")
        yield from self._result(value, stated=numbers.rounded or is_rounded(here.value, self._digits))

    def _result(self, value: str, *, stated: bool) -> Iterator[Row]:
        """The value, the numeric gradient beside it, and that it is shown rounded."""
        spans = [Span("= ", "sign"), Span(value, "strong")]
        numeric = self._here.numeric
        if numeric is not None:
            mark = mark_of_check(numeric.error, kink=numeric.kink)
            shown = self._say("numeric", value=rounded(numeric.value, self._digits), error=f"{numeric.error:.1e}")
            spans.extend((Span("   "), Span(f"{mark} {shown}", "dim")))
        yield clip(tuple(spans), self._width)
        if stated:
            shown = self._say("rounded", digits=self._digits, value=repr(self._here.value))
            yield from wrap(shown, self._width, "dim")

    def _unfolded(self) -> dict[Key, int]:
        """How many terms are shown of each sum that is folded."""
        if not self._inquiry.unfolded:
            return {}
        shown: dict[Key, int] = {}
        while True:  # a sum that is unfolded may show one that is folded
            folded = [piece.of for piece in self._here.symbolic(shown=shown).pieces if isinstance(piece.of, Fold)]
            fresh = {fold.key: fold.shown + fold.hidden for fold in folded if fold.key not in shown}
            if not fresh:
                return shown
            shown.update(fresh)

    def _text(self, text: Text, sign: str, role: Role) -> Iterator[Row]:
        """A formula, whose cells can be clicked."""
        spans: list[Span] = []
        for piece in text.pieces:
            if isinstance(piece.of, Cell):
                chosen = piece.of.address == self._inquiry.chosen
                spans.append(Tagged(piece.text, "selected" if chosen else role, piece.of.address))
            elif piece.of is None:
                spans.extend(Span(part, "sign") for part in _parts(piece.text))
            else:
                spans.append(Span(piece.text, "missing" if isinstance(piece.of, Fold) else role))
        yield from _flow(spans, self._width, sign)

    def _products(self) -> str:
        """The terms as numbers, each worked out, long sums folded in the middle."""
        terms, most = self._here.terms, _MOST_LISTED if self._inquiry.unfolded else PRODUCTS
        count = len(terms)
        chosen: list[int | None] = list(range(count))
        if count > most + 1:
            tail = most // 3
            chosen = [*range(most - tail), None, *range(count - tail, count)]
        text = ""
        for number in chosen:
            shown = f"{CUT}{count - most}{CUT}" if number is None else rounded(terms[number].value, self._digits)
            if not text:
                text = shown
            elif shown.startswith(MINUS):
                text += f" {MINUS} {shown[1:]}"
            else:
                text += f" + {shown}"
        return text

    # Gradients

    def _numeric(self, numeric: Numeric) -> Iterator[Row]:
        """What the numeric gradient says of the derived one."""
        yield from wrap(numeric.meaning.say(self._language), self._width)

    def _paths(self, paths: Paths) -> Iterator[Row]:
        """The ways to the loss and what comes along each; together they give the value."""
        yield from wrap(self._say("paths", count=f"{paths.count:,}"), self._width, "strong")
        most = _MOST_LISTED if self._inquiry.unfolded else _LISTED
        entries = [(_ARROW.join(map(self._here.naming.value, path.lines)), path.value) for path in paths.listed[:most]]
        columns = max((cell_len(chain) for chain, _ in entries), default=0)
        for chain, value in entries:
            number = rounded(value, self._digits)
            padded = chain + " " * (min(columns, self._width - 14) - cell_len(chain))
            yield clip(row(Span(f"  {padded}  "), Span(number, "strong")), self._width)
        hidden = paths.count - len(entries)
        if hidden:
            rest = paths.rest + sum(path.value for path in paths.listed[most:])
            shown = self._say("other-paths", count=f"{hidden:,}", value=rounded(rest, self._digits))
            yield from wrap(f"  {shown}", self._width)
        yield clip(row(Span("  Σ ", "sign"), Span(rounded(self._here.value, self._digits), "strong")), self._width)

    # Where it comes from and where it goes

    def _links(self) -> Iterator[Row]:
        here = self._here
        reads, readers = here.reads, here.read_by
        for heading, mark, role, addresses, first in (
            ("reads", READ, "read", reads, 0),
            ("read-by", READER, "reader", readers, len(reads)),
        ):
            if addresses:
                yield EMPTY
                count = f"{len(addresses):,}"
                yield row(Span(f" {mark} ", "read" if role == "read" else "reader"),
                          Span(f" {self._say(heading, count=count)}", "strong"))  # fmt: skip
                yield from self._list(addresses, first)

    def _list(self, addresses: Sequence[Address], first: int) -> Iterator[Row]:
        """The cells, the one that is chosen among them."""
        link = None if self._inquiry.link is None else self._inquiry.link - first
        most = _MOST_LISTED if self._inquiry.unfolded else _LISTED
        start = 0
        if link is not None and 0 <= link < len(addresses):
            start = max(min(link - most // 2, len(addresses) - most), 0)
        shown = addresses[start : start + most]
        spans: list[Span] = []
        if start:
            spans.append(Span(f"{CUT}{start:,} ", "missing"))
        for number, address in enumerate(shown, start):
            spans.extend((self._link(address, chosen=number == link), Span(_APART)))
        hidden = len(addresses) - start - len(shown)
        if hidden:
            spans.append(Span(f"{CUT}{hidden:,}", "missing"))
        yield from _flow(spans, self._width, "  ")

    def _link(self, address: Address, *, chosen: bool) -> Span:
        here = self._here
        name = here.naming.cell(address.name or "", address.index or ())
        try:
            text = f"{name} = {rounded(here.read_value(address), self._digits)}"
        except KeyError:  # a cell that reads this one
            text = name
        if address.update != here.address.update:
            text += f" [{address.update}]"
        return Tagged(f"‹{text}›" if chosen else text, "selected" if chosen else "plain", address)


def mark_of_check(error: float, *, kink: bool) -> str:
    """✓ where the derived and the numeric gradient agree, ✗ where they do not, ∧ at a kink."""
    from tutor.explain.numeric import CLOSE

    return "∧" if kink else "✓" if error <= CLOSE else "✗"


def _parts(text: str) -> list[str]:
    """Text cut where a row may end: after each space."""
    return [part for part in text.replace(" ", " \0").split("\0") if part]


def _flow(spans: Sequence[Span], width: int, sign: str) -> Iterator[Row]:
    """Spans in rows, behind a sign; rows after the first are indented as far."""
    indent = cell_len(sign)
    line: list[Span] = [Span(sign, "sign")]
    used = indent
    for term in _terms(spans):
        whole = row_width(term)
        pieces = [term] if whole - 1 <= width - indent else [[span] for span in term]
        for piece in pieces:
            size = sum(cell_len(span.text) for span in piece)
            if used + size - piece[-1].text.endswith(" ") > width and used > indent:
                yield _ended(line, width)
                line, used = [Span(" " * indent)], indent
                if not any(span.text.strip() for span in piece):
                    continue
            line.extend(piece)
            used += size
    if used > indent:
        yield _ended(line, width)


def _ended(line: Sequence[Span], width: int) -> Row:
    """A row without the spaces at its end."""
    kept = list(line)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if kept and kept[-1].text.endswith(" "):
        kept[-1] = Span(kept[-1].text.rstrip(), kept[-1].role)
    return clip(tuple(kept), width)


def _terms(spans: Sequence[Span]) -> Iterator[list[Span]]:
    """Spans that stay in one row if they can: the terms of a sum, each with the sign before it; entries of a list."""
    term: list[Span] = []
    for span in spans:
        if term and (span.text in _BETWEEN or term[-1].text == _APART):
            yield term
            term = []
        term.append(span)
    if term:
        yield term

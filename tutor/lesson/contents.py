"""Labels, notes, questions, views and the search, read from a file and checked against the models they speak of."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias, cast

from tutor.engine.address import Address
from tutor.engine.ranges import Range, Search
from tutor.formula.operations.operation import Shape, describe
from tutor.formula.problems import FormulaError
from tutor.formula.shapes import shape_of
from tutor.formula.tree import Expr
from tutor.lesson.complaint import Complaints
from tutor.lesson.formulas import read_address, read_expression
from tutor.lesson.kinds import unknown
from tutor.lesson.nodes import Node
from tutor.lesson.parts import AS_IT_STANDS, Choice, Cover, Figure, Label, Note, Question, View, ViewKind
from tutor.lesson.texts import read_label, read_words
from tutor.messages import Words


class Known(NamedTuple):
    """What a model, or a variant of it, has.

    Attributes:
        shapes: of every value that has an address.
        given: the names of what is not computed: data, hyper-parameters, and parameters at update 0.
        parameters: the names of the parameters.
        watches: the names of the watches.
        hyper: the names of the hyper-parameters.
        learns: whether there are updates.
        steady: whether shapes are the same in every pass; a short last batch has shapes of its own.
    """

    shapes: Mapping[str, Shape]
    given: frozenset[str]
    parameters: frozenset[str]
    watches: frozenset[str]
    hyper: frozenset[str]
    learns: bool
    steady: bool


KnownIn: TypeAlias = Mapping[str | None, Known]
"""By the id of a variant; None is the lesson itself. Models that could not be built are missing; all are, where nothing
is judged: nobody looks then whether what is named exists."""


class Contents(NamedTuple):
    """All that a lesson holds besides its models and its head."""

    covers: tuple[Cover, ...]
    labels: Mapping[str, Label]
    figures: tuple[Figure, ...]
    notes: tuple[Note, ...]
    questions: tuple[Question, ...]
    views: tuple[View, ...]
    search: Search | None
    goal: Words | None
    watch_titles: Mapping[str, Words]
    watch_shorts: Mapping[str, Words]


def read(node: Node, known: KnownIn, complaints: Complaints) -> Contents:
    """The contents of a lesson; what is wrong in them is complained about and left out."""
    reader = _Reader(node, known, complaints)
    goal = node.get("goal")
    watches = [("watch", name, entry) for name, entry in node.entries("watch")]
    for _, variant in node.entries("variants"):
        watches += [("watch", name, entry) for name, entry in variant.entries("watch")]
    return Contents(
        covers=tuple(reader.covers()),
        labels=dict(reader.labels()),
        figures=tuple(reader.figures()),
        notes=tuple(reader.notes()),
        questions=tuple(reader.questions()),
        views=tuple(reader.views()),
        search=reader.search(),
        goal=read_words(goal) if goal is not None and (goal.get("en") or goal.get("ko")) else None,
        watch_titles={name: read_words(entry) for _, name, entry in watches if entry.get("en") or entry.get("ko")},
        watch_shorts={name: read_words(entry.get("short")) for _, name, entry in watches if entry.get("short")},
    )


class _Reader:
    def __init__(self, node: Node, known: KnownIn, complaints: Complaints) -> None:
        self._node = node
        self._known = known
        self._complaints = complaints
        self._variants = dict(node.entries("variants"))

    def covers(self) -> Iterator[Cover]:
        for entry in self._node.list_of("covers"):
            variant, fits = self._variant_of(entry)
            at = entry.get("at")
            address = self._existing(at, self._models_of(variant)) if at is not None and fits else None
            errata = tuple(node.integer for node in _one_or_more(entry.get("errata")))
            lines = entry.text_of("lines")
            yield Cover(entry.text_of("deck"), read_words(entry), lines, address, variant or None, errata)

    def labels(self) -> Iterator[tuple[str, Label]]:
        for name, entry in self._node.entries("labels"):
            rows, columns = entry.list_of("rows"), entry.list_of("columns")
            if self._known:
                shape = self._shape_labelled(name, entry)
                if shape is None:
                    continue
                self._count(name, "rows", entry, len(rows), shape[0] if len(shape) == 2 else None)
                self._count(name, "columns", entry, len(columns), shape[-1] if len(shape) in (1, 2) else None)
            title = entry.get("name")
            yield (
                name,
                Label(
                    read_label(title) if title is not None else None,
                    tuple(map(read_label, rows)),
                    tuple(map(read_label, columns)),
                ),
            )

    def _shape_labelled(self, name: str, entry: Node) -> Shape | None:
        """The shape of the value that is labelled, in the lesson itself or in the first variant that has it."""
        for known in self._known.values():
            if name in known.shapes:
                return known.shapes[name]
        if len(self._known) > len(self._variants):  # every model could be built, and none has it
            unknown(self._complaints, "unknown-value", entry.key, name, _names_of(self._known.values()))
        return None

    def _count(self, name: str, axis: str, entry: Node, found: int, expected: int | None) -> None:
        if found and found != expected:
            place = entry.table[axis].key
            key = "labels-without-axis" if expected is None else "labels-count"
            self._complaints.error(key, place, name=name, axis=axis, found=found, expected=expected)

    def figures(self) -> Iterator[Figure]:
        for entry in self._node.list_of("figure"):
            variant, fits = self._variant_of(entry)
            printed = entry.text_of("is").split()
            address = self._printed_at(entry, variant, len(printed)) if fits else None
            if address is not None:
                yield Figure(address, tuple(printed), read_words(entry.get("source")), variant or None)

    def _printed_at(self, entry: Node, variant: str | None, count: int) -> Address | None:
        """The address of so many cells: of a value or a watch, or of the part of a value that an index begins."""
        at = entry.table["at"]
        address = read_address(at, self._complaints)
        if address is None:
            return None
        if address.name is None or address.update is None:
            self._complaints.error("figure-what", at.place, address=at.text)
            return None
        known = self._known_in(variant)
        if known is None:
            return address
        shapes = {**dict.fromkeys(known.watches, ()), **known.shapes}
        if address.name not in shapes:
            unknown(self._complaints, "unknown-value", at.place, address.name, shapes)
            return None
        if address.update > 0 and not known.learns:
            self._complaints.error("no-updates", at.place, address=at.text)
            return None
        shape, index = shapes[address.name], address.index or ()
        if not _inside(index, shape[: len(index)]):
            self._complaints.error("no-such-cell", at.place, address=at.text, name=address.name, shape=describe(shape))
            return None
        cells = math.prod(shape[len(index) :])
        if count != cells and known.steady:
            self._complaints.error("figure-count", entry.table["is"].place, address=at.text, found=count, cells=cells)
            return None
        return address

    def notes(self) -> Iterator[Note]:
        for entry in self._node.list_of("note"):
            variant, fits = self._variant_of(entry)
            address = self._address(entry.table["at"], variant)
            if fits and address is not None:
                yield Note(address, read_words(entry), variant)

    def questions(self) -> Iterator[Question]:
        for entry in self._node.list_of("question"):
            variant, fits = self._variant_of(entry)
            ask = entry.get("ask")
            address = self._asked(ask, variant) if ask is not None else None
            if not fits or (ask is not None and address is None):
                continue
            choices = tuple(
                Choice(read_words(choice), choice.truth_of("right"), read_words(choice.get("because")))
                for choice in entry.list_of("choices")
            )
            yield Question(read_words(entry), address, choices, variant)

    def _asked(self, node: Node, variant: str | None) -> Address | None:
        """The address of a value that a learner can be asked to work out."""
        address = self._address(node, variant)
        if address is None:
            return None
        if address.name is None or address.update is None:
            self._complaints.error("ask-what", node.place, address=node.text)
            return None
        known = self._known_in(variant)
        if known is None:
            return address
        at_start = address.update == 0 and address.name in known.parameters
        if at_start or address.name in known.given:
            self._complaints.error("ask-given", node.place, name=address.name)
            return None
        return address

    def views(self) -> Iterator[View]:
        for entry in self._node.list_of("view"):
            variant, fits = self._variant_of(entry)
            formulas = [self._viewed(node, variant) for node in _one_or_more(entry.get("of"))]
            along = [self._along(node, entry.text_of("kind"), variant) for node in _one_or_more(entry.get("along"))]
            ranges = entry.list_of("range")
            if ranges and ranges[0].is_number:
                ranges = [entry.table["range"]]
            for pair in ranges:
                if pair.items[0].number >= pair.items[1].number:
                    self._complaints.error("empty-range", pair.place, field="range")
            if fits and None not in formulas and None not in along:
                yield View(
                    cast(ViewKind, entry.text_of("kind")),
                    tuple(expr for expr in formulas if expr is not None),
                    tuple(address for address in along if address is not None),
                    tuple((pair.items[0].number, pair.items[1].number) for pair in ranges),
                    variant,
                )

    def _along(self, node: Node, kind: str, variant: str | None) -> Address | None:
        """What a picture is drawn along: two columns of data for a boundary, for others something that can be set."""
        address = self._address(node, variant)
        known = self._known_in(variant)
        if address is None or address.name is None or known is None or address.name not in known.shapes:
            return address
        shape, is_given = known.shapes[address.name], address.name in known.given | known.parameters
        if kind == "boundary" and (not is_given or len(shape) != 2 or shape[1] != 2):
            self._complaints.error("boundary-along", node.place, name=address.name, shape=describe(shape))
            return None
        if kind in ("slice", "contour") and not is_given:
            self._complaints.error("along-computed", node.place, name=address.name)
            return None
        return address

    def _viewed(self, node: Node, variant: str | None) -> Expr | None:
        expr = read_expression(node, self._complaints)
        known = self._known_in(variant)
        if expr is None or known is None:
            return expr
        try:
            shape_of(expr, {**known.shapes, **dict.fromkeys(known.watches, ())})
        except FormulaError as found:
            for problem in found.problems:
                self._complaints.add(problem)
            return None
        return expr

    def search(self) -> Search | None:
        node = self._node.get("search")
        if node is None:
            return None
        known = self._known.get(None)
        if known is not None:
            watch = node.table["watch"]
            if watch.text not in known.watches:
                unknown(self._complaints, "unknown-watch", watch.place, watch.text, known.watches)
            for name, entry in node.entries("ranges"):
                if name not in known.hyper:
                    unknown(self._complaints, "unknown-hyper", entry.key, name, known.hyper)
            if not known.learns:
                self._complaints.error("search-without-training", node.key)
        return Search(
            tuple(
                Range(
                    name,
                    entry.number_of("from"),
                    entry.number_of("to"),
                    cast(Literal["linear", "log"], entry.text_of("scale", "linear")),
                )
                for name, entry in node.entries("ranges")
            ),
            node.integer_of("trials"),
            node.integer_of("updates"),
            node.text_of("watch"),
            node.text_of("best", "highest") == "highest",
            node.integer_of("rounds", 1),
            node.integer_of("seed"),
        )

    def _variant_of(self, entry: Node) -> tuple[str | None, bool]:
        """The variant that an entry belongs to ("": the lesson as it stands), and whether there is such a one."""
        node = entry.get("variant")
        if node is None:
            return None, True
        if node.text == AS_IT_STANDS or node.text in self._variants:
            return node.text, True
        unknown(self._complaints, "no-such-variant", node.place, node.text, self._variants)
        return None, False

    def _address(self, node: Node, variant: str | None) -> Address | None:
        """An address of something that the lesson has (``variant`` None: itself, or any of its variants)."""
        if variant is None:  # unless a model is missing, which might have had it
            chosen = list(self._known.values()) if len(self._known) > len(self._variants) else []
        else:
            chosen = self._models_of(variant)
        return self._existing(node, chosen)

    def _models_of(self, variant: str | None) -> list[Known]:
        """What the variant (None, "": the lesson itself, and not its variants) has, if its model could be built."""
        known = self._known_in(variant)
        return [] if known is None else [known]

    def _known_in(self, variant: str | None) -> Known | None:
        return self._known.get(variant or None)

    def _existing(self, node: Node, chosen: Sequence[Known]) -> Address | None:
        """The address in ``node``, of something that one of the ``chosen`` has (none chosen: it cannot be known)."""
        address = read_address(node, self._complaints)
        if address is None or address.name is None:
            return address
        shapes = [known.shapes[address.name] for known in chosen if address.name in known.shapes]
        if not chosen:
            return address
        if not shapes:
            unknown(self._complaints, "unknown-value", node.place, address.name, _names_of(chosen))
            return None
        if address.index is None or any(_inside(address.index, shape) for shape in shapes):
            return address
        self._complaints.error(
            "no-such-cell", node.place, address=node.text, name=address.name, shape=describe(shapes[0])
        )
        return None


def _names_of(models: Iterable[Known]) -> list[str]:
    return list(dict.fromkeys(name for known in models for name in known.shapes))


def _inside(index: tuple[int, ...], shape: Shape) -> bool:
    return len(index) == len(shape) and all(at < size for at, size in zip(index, shape, strict=True))


def _one_or_more(node: Node | None) -> list[Node]:
    return [] if node is None else node.items or [node]

"""From the fields of a lesson file, or of a variant of it, to the model that the engine runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, cast

from tutor.engine import draws
from tutor.engine.model import Batches, Model, Part, Watch
from tutor.engine.rules import Rule
from tutor.formula.operations.operation import Array
from tutor.formula.parse import Assignment, is_name
from tutor.formula.tree import Expr, names_in
from tutor.lesson.arrays import Arrays
from tutor.lesson.complaint import Complaints
from tutor.lesson.formulas import read_expression, read_program, read_rule
from tutor.lesson.kinds import unknown
from tutor.lesson.nodes import Node
from tutor.lesson.schema import TRAINING_FIELDS

_PARTS: tuple[Literal["validation", "test"], ...] = ("validation", "test")


class Builder:
    """Builds the model of one set of fields; what it cannot build it complains about.

    Attributes:
        reads: every name that some formula of the model reads.
        forward: the lines of the model that can be read.
        broken: the names of the lines that cannot.
    """

    def __init__(self, fields: Mapping[str, Node], arrays: Arrays, complaints: Complaints) -> None:
        self._fields = fields
        self._arrays = arrays
        self._complaints = complaints
        self._before = complaints.errors
        self.reads: set[str] = set()
        self.forward: tuple[Assignment, ...] = ()
        self.broken: tuple[str, ...] = ()
        self._lost = False

    def build(self) -> Model | None:
        """The model, or None after complaints."""
        if "model" not in self._fields:
            self._complaints.error("missing-key", field="model")
            return None
        self._check_names()
        self.forward, self.broken = read_program(self._fields["model"], self._complaints)
        training = self._fields.get("training")
        update = self._update(training)
        watches = {name: self._watch(node) for name, node in self._entries("watch")}
        wrong = {name: read_expression(node, self._complaints) for name, node in self._entries("wrong")}
        goal = self._fields.get("goal")
        goal_formula = goal.get("reach") or goal if goal is not None else None
        conditions = [self._formula(training.get("until") if training else None), self._formula(goal_formula)]
        self._collect_reads(
            update,
            [*conditions, *wrong.values(), *(watch.expr for watch in watches.values() if watch is not None)],
        )
        data = self._table("data")
        parameters = {name: value for name, value in self._table("parameters").items() if name in self.reads}
        batches = self._batches(training.get("batches") if training else None, data)
        data, parts = self._split(data)
        if self._complaints.errors > self._before or self._incomplete:
            return None
        return Model(
            forward=self.forward,
            data=data,
            parameters=parameters,
            parts=parts,
            hyper={name: node.number for name, node in self.hyper()},
            update=update,
            batches=batches,
            watches={name: watch for name, watch in watches.items() if watch is not None},
            until=conditions[0],
            goal=conditions[1],
            limit=training.integer_of("updates") or None if training else None,
            fuse=self._truth("fuse", True),
            wrong={name: expr for name, expr in wrong.items() if expr is not None},
            seed=self._seed,
        )

    def part(self) -> Model | None:
        """Of a model that cannot be built the lines that can be read, so that they can be checked all the same."""
        if not self.forward or self._incomplete:
            return None
        hyper = {name: node.number for name, node in self.hyper()}
        return Model(self.forward, self._table("data"), self._table("parameters"), hyper=hyper)

    @property
    def _incomplete(self) -> bool:
        """Whether values were bad and are missing, so that a formula which reads them is not to blame."""
        tables = (self._fields.get(name) for name in ("data", "parameters", "training"))
        return self._lost or any(table is not None and table.dropped for table in tables)

    def hyper(self) -> list[tuple[str, Node]]:
        """The entries of ``training`` that are the author's: the hyper-parameters."""
        return [(name, node) for name, node in self._entries("training") if name not in TRAINING_FIELDS]

    @property
    def _seed(self) -> int:
        seed = self._fields.get("seed")
        return seed.integer if seed is not None else 0

    def _truth(self, name: str, default: bool) -> bool:
        node = self._fields.get(name)
        return default if node is None else node.value is True

    def _entries(self, name: str) -> Iterable[tuple[str, Node]]:
        node = self._fields.get(name)
        return node.table.items() if node is not None else ()

    def _check_names(self) -> None:
        """Every value has a name that formulas can read, and no name stands for two values."""
        taken: dict[str, str] = {}
        hyper = [("training", *entry) for entry in self.hyper()]
        for table, name, node in (
            *(("data", *entry) for entry in self._entries("data")),
            *(("parameters", *entry) for entry in self._entries("parameters")),
            *hyper,
        ):
            if not is_name(name) or name == "training":
                self._complaints.error("reserved-name", node.key, name=name)
            elif name in taken:
                self._complaints.error("name-twice", node.key, name=name, table=taken[name])
            taken.setdefault(name, table)

    def _table(self, name: str) -> dict[str, Array]:
        made = {key: self._arrays.array(key, node, self._seed) for key, node in self._entries(name)}
        found = {key: array for key, array in made.items() if array is not None}
        self._lost = self._lost or len(found) < len(made)
        return found

    def _formula(self, node: Node | None) -> Expr | None:
        return None if node is None else read_expression(node, self._complaints)

    def _update(self, training: Node | None) -> Rule | tuple[Assignment, ...] | None:
        if training is None:
            return None
        program, rule = training.get("update"), training.get("rule")
        if program is not None:
            return read_program(program, self._complaints)[0]
        if rule is not None:
            return read_rule(rule, self._complaints)
        self._complaints.error("no-rule", training.key)
        return None

    def _watch(self, node: Node) -> Watch | None:
        expr = read_expression(node.get("of") or node, self._complaints)
        return None if expr is None else Watch(expr, cast(Part, node.text_of("on", "pass")))

    def _collect_reads(
        self,
        update: Rule | tuple[Assignment, ...] | None,
        others: Iterable[Expr | None],
    ) -> None:
        exprs = [assignment.expr for assignment in self.forward] + [expr for expr in others if expr is not None]
        if isinstance(update, Rule):
            self.reads |= update.reads
        else:
            exprs += [assignment.expr for assignment in update or ()]
        for expr in exprs:
            self.reads.update(name.partition(".")[0] for name in names_in(expr))

    def _rows(self, names: Node, data: Mapping[str, Array]) -> int | None:
        """How many rows the data called ``names`` all have; None after a complaint."""
        rows: int | None = None
        given = dict(self._entries("data"))
        for node in names.items:
            if node.text not in given:
                unknown(self._complaints, "unknown-data", node.place, node.text, given)
            if node.text not in data:
                return None
            shape = data[node.text].shape
            if not shape:
                self._complaints.error("data-without-rows", node.place, name=node.text)
                return None
            if rows is not None and shape[0] != rows:
                self._complaints.error("rows-differ", node.place, name=node.text, found=shape[0], expected=rows)
                return None
            rows = shape[0]
        return rows

    def _batches(self, node: Node | None, data: Mapping[str, Array]) -> Batches | None:
        if node is None:
            return None
        names = node.table["of"]
        rows = self._rows(names, data)
        size = node.integer_of("size")
        split = self._fields.get("split")
        rows = rows if split is None or rows is None else split.integer_of("train", rows)
        if rows is not None and size > rows:
            self._complaints.error("batch-too-large", node.table["size"].place, size=size, rows=rows)
        chosen = tuple(entry.text for entry in names.items)
        return Batches(chosen, size, node.integer_of("seed", self._seed), node.truth_of("shuffle", default=True))

    def _split(self, data: dict[str, Array]) -> tuple[dict[str, Array], dict[str, dict[str, Array]]]:
        """The training data, and what takes its place for validation and test."""
        node = self._fields.get("split")
        if node is None:
            return data, {}
        rows = self._rows(node.table["of"], data)
        if rows is None:
            return data, {}
        held = {part: node.integer_of(part) for part in _PARTS if node.get(part) is not None}
        train = node.integer_of("train", rows - sum(held.values()))
        if train < 1 or train + sum(held.values()) > rows:
            self._complaints.error("split-too-large", node.key, wanted=max(train, 1) + sum(held.values()), rows=rows)
            return data, {}
        chosen = {entry.text: data[entry.text] for entry in node.table["of"].items}
        if node.get("seed") is not None:
            permuted = draws.permutation(node.integer_of("seed"), "split", 0, rows)
            chosen = {name: array[permuted] for name, array in chosen.items()}
        parts: dict[str, dict[str, Array]] = {}
        start = train
        for part, count in held.items():
            parts[part] = {name: _frozen(array[start : start + count]) for name, array in chosen.items()}
            start += count
        return data | {name: _frozen(array[:train]) for name, array in chosen.items()}, parts


def _frozen(array: Array) -> Array:
    array.flags.writeable = False
    return array

"""From the fields of a lesson file, or of a variant of it, to the model that the engine runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tutor.engine import draws
from tutor.engine.model import Batches, Model
from tutor.formula.operations.operation import Array
from tutor.formula.parse import is_name
from tutor.lesson.arrays import Arrays
from tutor.lesson.complaint import Complaints
from tutor.lesson.kinds import unknown
from tutor.lesson.nodes import Node
from tutor.lesson.recipe import Recipe, read_recipe

_HELD = ("validation", "test")
"""The parts of the data that are held back from training."""

_VALUES = ("data", "parameters", "training")
"""The tables whose entries formulas read."""


class Built(NamedTuple):
    """What became of a set of fields.

    Attributes:
        recipe: their formulas.
        model: the model; None after complaints.
        part: of a model that could not be built, what can be checked all the same: its lines as far as they can be
            read. None if numbers are missing, because then a formula that reads them is not to blame.
    """

    recipe: Recipe
    model: Model | None
    part: Model | None


def build(fields: Mapping[str, Node], arrays: Arrays, complaints: Complaints) -> Built:
    """Build the model of ``fields``, or complain."""
    return _Builder(fields, arrays, complaints).build()


class _Builder:
    def __init__(self, fields: Mapping[str, Node], arrays: Arrays, complaints: Complaints) -> None:
        self._fields = fields
        self._arrays = arrays
        self._complaints = complaints
        self._lost = False  # whether some array could not be made

    def build(self) -> Built:
        before = self._complaints.errors
        recipe = read_recipe(self._fields, self._complaints)
        if "model" not in self._fields:
            self._complaints.error("missing-key", field="model")
            return Built(recipe, None, None)
        self._check_names(recipe)
        data, parameters = self._table("data"), self._table("parameters")
        hyper = {name: node.number for name, node in recipe.hyper.items()}
        part = Model(recipe.forward, data, parameters, hyper=hyper)
        batches = self._batches(data)
        data, parts = self._split(data)
        if self._lost or any(self._fields[name].dropped for name in _VALUES if name in self._fields):
            return Built(recipe, None, None)
        if self._complaints.errors > before:
            return Built(recipe, None, part if recipe.forward else None)
        training, fuse = self._fields.get("training"), self._fields.get("fuse")
        model = Model(
            forward=recipe.forward,
            data=data,
            parameters={name: value for name, value in parameters.items() if name in recipe.reads},
            parts=parts,
            hyper=hyper,
            update=recipe.update,
            batches=batches,
            watches=recipe.watches,
            until=recipe.until,
            goal=recipe.goal,
            limit=training.integer_of("updates") or None if training is not None else None,
            fuse=fuse is None or fuse.value is True,
            wrong=recipe.wrong,
            seed=self._seed,
        )
        return Built(recipe, model, None)

    @property
    def _seed(self) -> int:
        seed = self._fields.get("seed")
        return seed.integer if seed is not None else 0

    def _given(self, name: str) -> dict[str, Node]:
        return self._fields[name].table if name in self._fields else {}

    def _check_names(self, recipe: Recipe) -> None:
        """Every value has a name that formulas can read, and no name stands for two values."""
        taken: dict[str, str] = {}
        tables = {"data": self._given("data"), "parameters": self._given("parameters"), "training": recipe.hyper}
        for table, entries in tables.items():
            for name, node in entries.items():
                if not is_name(name) or name == "training":
                    self._complaints.error("reserved-name", node.key, name=name)
                elif name in taken:
                    self._complaints.error("name-twice", node.key, name=name, table=taken[name])
                taken.setdefault(name, table)

    def _table(self, table: str) -> dict[str, Array]:
        made = {name: self._arrays.array(name, node, self._seed) for name, node in self._given(table).items()}
        found = {name: array for name, array in made.items() if array is not None}
        self._lost = self._lost or len(found) < len(made)
        return found

    def _rows(self, names: Node, data: Mapping[str, Array]) -> int | None:
        """How many rows the data called ``names`` all have; None after a complaint."""
        rows: int | None = None
        for node in names.items:
            name = node.text
            if name not in self._given("data"):
                unknown(self._complaints, "unknown-data", node.place, name, self._given("data"))
            if name not in data:
                return None
            shape = data[name].shape
            if not shape:
                self._complaints.error("data-without-rows", node.place, name=name)
                return None
            if rows is not None and shape[0] != rows:
                self._complaints.error("rows-differ", node.place, name=name, found=shape[0], expected=rows)
                return None
            rows = shape[0]
        return rows

    def _batches(self, data: Mapping[str, Array]) -> Batches | None:
        node = self._given("training").get("batches")
        if node is None:
            return None
        rows = self._rows(node.table["of"], data)
        split = self._split_of(rows or 0)
        rows = rows if split is None else split["train"]
        size = node.integer_of("size")
        if rows is not None and size > rows:
            self._complaints.error("batch-too-large", node.table["size"].place, size=size, rows=rows)
        names = tuple(entry.text for entry in node.list_of("of"))
        return Batches(names, size, node.integer_of("seed", self._seed), node.truth_of("shuffle", default=True))

    def _split_of(self, rows: int) -> dict[str, int] | None:
        """How many of ``rows`` rows each part gets, the training part first."""
        node = self._fields.get("split")
        if node is None:
            return None
        held = {part: node.integer_of(part) for part in _HELD if node.get(part) is not None}
        return {"train": node.integer_of("train", rows - sum(held.values())), **held}

    def _split(self, data: dict[str, Array]) -> tuple[dict[str, Array], dict[str, dict[str, Array]]]:
        """The training data, and what takes its place for validation and test."""
        node = self._fields.get("split")
        rows = self._rows(node.table["of"], data) if node is not None else None
        counts = self._split_of(rows or 0)
        if node is None or rows is None or counts is None:
            return data, {}
        if counts["train"] < 1 or sum(counts.values()) > rows:
            wanted = sum(counts.values()) + max(1 - counts["train"], 0)
            self._complaints.error("split-too-large", node.key, wanted=wanted, rows=rows)
            return data, {}
        chosen = {entry.text: data[entry.text] for entry in node.list_of("of")}
        if node.get("seed") is not None:
            order = draws.permutation(node.integer_of("seed"), "split", 0, rows)
            chosen = {name: array[order] for name, array in chosen.items()}
        parts: dict[str, dict[str, Array]] = {}
        start = 0
        for part, count in counts.items():
            parts[part] = {name: _frozen(array[start : start + count]) for name, array in chosen.items()}
            start += count
        return data | parts.pop("train"), parts


def _frozen(array: Array) -> Array:
    array.flags.writeable = False
    return array

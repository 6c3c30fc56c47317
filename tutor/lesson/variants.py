"""What a variant changes, put into the lesson's own fields."""

from __future__ import annotations

from collections.abc import Mapping

from tutor.lesson.nodes import Node
from tutor.lesson.schema import MERGED, MODEL_FIELDS

_ALTERNATIVES = {"rule": "update", "update": "rule"}
"""Of these two entries of ``training`` a variant's one takes the place of the lesson's other."""


def own_fields(lesson: Node) -> dict[str, Node]:
    """The fields of a lesson from which its model is made."""
    return {name: node for name, node in lesson.table.items() if name in MODEL_FIELDS}


def merged(fields: Mapping[str, Node], variant: Node) -> dict[str, Node]:
    """``fields`` with what ``variant`` replaces: whole fields, and entries of the tables of the author's own keys."""
    result = dict(fields)
    for name, change in variant.table.items():
        if name not in MODEL_FIELDS:
            continue
        before = fields.get(name)
        result[name] = change if before is None or name not in MERGED else _merged_table(before, change)
    return result


def _merged_table(before: Node, change: Node) -> Node:
    given = change.table
    dropped = {other for name, other in _ALTERNATIVES.items() if name in given}
    kept = {name: node for name, node in before.table.items() if name not in dropped}
    return Node({**kept, **given}, change.key, change.place, dropped=before.dropped or change.dropped)

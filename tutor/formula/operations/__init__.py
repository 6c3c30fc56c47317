"""The operations table: one entry for each operation, and nothing about an operation anywhere else."""

from __future__ import annotations

from tutor.formula.operations import arithmetic, chance, classes, functions, images, logic, reductions, structure
from tutor.formula.operations.operation import Operation

OPERATIONS: dict[str, Operation] = {
    entry.name: entry
    for module in (arithmetic, functions, logic, reductions, classes, structure, chance, images)
    for entry in module.ENTRIES
}
"""Every operation by its name in the tree."""

SPELLINGS: dict[str, str] = {
    spelling: entry.name for entry in OPERATIONS.values() if entry.spelled for spelling in (entry.name, *entry.also)
}
"""What may be called in a formula, and the operation that it names (``log`` is ``ln``)."""

__all__ = ["OPERATIONS", "SPELLINGS", "Operation"]

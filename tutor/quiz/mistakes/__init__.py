"""The table of mistakes: each a rewrite of a formula, one entry each. Another one is another entry."""

from __future__ import annotations

from tutor.quiz.mistakes import activations, backward, estimates, losses, matrices, products, slips, updates
from tutor.quiz.mistakes.mistake import Line, Mistake, Rewrite, Slip

MISTAKES: dict[str, Mistake] = {
    entry.id: entry
    for module in (products, matrices, activations, backward, losses, updates, estimates, slips)
    for entry in module.ENTRIES
}
"""Every mistake by its id."""

__all__ = ["MISTAKES", "Line", "Mistake", "Rewrite", "Slip"]

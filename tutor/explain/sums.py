"""The largest of many terms."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.explain.terms import Term

_MOST = 256
"""Terms that are compared (5 ms); of a longer sum the sentence does without the largest one."""


def largest_term(terms: Sequence[Term]) -> Term | None:
    """The term of the largest size; None if there are too many to look at."""
    return max(terms, key=lambda term: abs(term.value)) if len(terms) <= _MOST else None

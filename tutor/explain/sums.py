"""The largest of many terms."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.explain.terms import Term

_MOST = 2000
"""Terms that are compared; a sum of more than that has no largest one, rather than a slow one."""


def largest_term(terms: Sequence[Term]) -> Term | None:
    """The term of the largest size; None if there are too many to look at."""
    return max(terms, key=lambda term: abs(term.value)) if len(terms) <= _MOST else None

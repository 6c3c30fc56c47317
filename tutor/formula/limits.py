"""How large anything from a lesson may grow. A lesson is a stranger's text: every number here is a wall, not a hint."""

LINE_LENGTH = 1_000
"""Characters of one formula."""

PROGRAM_LINES = 500
"""Assignments of one program."""

DEPTH = 60
"""Operations inside one another in one formula; Python's own recursion limit is far above it."""

GRADIENT_TERMS = 150
"""Terms of one gradient: how often a name may be read. Sums are nested trees, and Python's recursion has its limit."""

RANK = 4
"""Axes of one value."""

ELEMENTS = 10_000_000
"""Numbers in one value (80 MB)."""

PROGRAM_ELEMENTS = 40_000_000
"""Numbers in all values of one pass together (320 MB)."""

MAGNITUDE = 1e308
"""The largest constant that can be written."""

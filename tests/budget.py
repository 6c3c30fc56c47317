"""How many examples a property test takes."""

from __future__ import annotations

import os

from hypothesis import settings


def examples(usual: int) -> settings:
    """``usual`` examples; or ``TUTOR_EXAMPLES``, if that is set, for a search of hours."""
    return settings(max_examples=int(os.environ.get("TUTOR_EXAMPLES", usual)))

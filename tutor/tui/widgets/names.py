"""Names that are offered while they are typed."""

from __future__ import annotations

import re

from textual.suggester import Suggester

_NAME = re.compile(r"(?<![\w.])[A-Za-z][\w.]*$", re.ASCII)
"""The beginning of a name at the end of what was typed."""


class Names(Suggester):
    """Offers the rest of a name that has been begun."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._names = names

    async def get_suggestion(self, value: str) -> str | None:
        """``value`` with its last name completed."""
        match = _NAME.search(value)
        if match is None:
            return None
        begun = match.group()
        found = next((name for name in self._names if name.startswith(begun) and name != begun), None)
        return None if found is None else value + found[len(begun) :]

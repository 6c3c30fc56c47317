"""An address that nothing can be said about."""

from __future__ import annotations

from tutor.messages import Message


class ExplainError(ValueError):
    """An address that names no cell; ``message`` says why, and what could be asked instead."""

    def __init__(self, key: str, **parameters: object) -> None:
        self.message = Message(f"explain.{key}", parameters)
        super().__init__(key)

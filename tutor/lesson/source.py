"""A lesson's file once more, for what is found out about a lesson after it was read: where in the file that stands."""

from __future__ import annotations

import re
from pathlib import Path

from tutor.formula.problems import Place
from tutor.lesson.complaint import Complaints
from tutor.lesson.files import FileError, read_text
from tutor.lesson.nodes import Node, read_toml


class Source:
    """The file of a good lesson.

    Attributes:
        complaints: gathers what is found out, each with the line that it is about.
    """

    def __init__(self, file: Path) -> None:
        try:
            text = read_text(file)
        except FileError:  # gone since the lesson was read: what is found out has no place then
            text = ""
        self.complaints = Complaints(file, text)
        self._node = read_toml(text, Complaints(file, text))

    def entry(self, table: str, number: int) -> Node | None:
        """Entry ``number``, from 0, of a list of tables such as ``[[figure]]``."""
        entries = [] if self._node is None else self._node.list_of(table)
        return entries[number] if number < len(entries) else None

    def place(self, table: str, number: int, key: str) -> Place | None:
        """Where the value of ``key`` stands in that entry."""
        entry = self.entry(table, number)
        value = None if entry is None else entry.get(key)
        return None if value is None else value.place

    def word(self, table: str, number: int, key: str, position: int) -> Place | None:
        """Where the word at ``position``, from 0, of the text of ``key`` stands in that entry."""
        entry = self.entry(table, number)
        text = None if entry is None else entry.get(key)
        if text is None or text.start is None or not text.plain:
            return None if text is None else text.place
        words = list(re.finditer(r"\S+", text.text))
        begins = words[position].start()
        line = text.text.count("\n", 0, begins)
        column = begins - (text.text.rfind("\n", 0, begins) + 1) if line else begins + text.start.column - 1
        return Place(text.start.line + line, column + 1, column + 1 + len(words[position][0]))

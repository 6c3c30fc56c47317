"""Texts of a lesson: both languages, their lines joined into paragraphs."""

from __future__ import annotations

from tutor.lesson.nodes import Node
from tutor.messages import Words

NO_WORDS = Words("", "")


def prose(text: str) -> str:
    r"""``text`` as paragraphs parted by a newline: lines flow together, an empty line parts, an indented line stays.

    >>> prose("Step to the error.\nGuess its sign.\n\n    dW = x.T @ dz\n\nThen look.")
    'Step to the error. Guess its sign.\n\n    dW = x.T @ dz\n\nThen look.'
    """
    lines: list[str] = []
    flowing = False
    for row in (row.rstrip() for row in text.expandtabs(4).strip("\n").split("\n")):
        if flowing and row and not row.startswith(" "):
            lines[-1] += f" {row}"
        else:
            lines.append(row)
        flowing = bool(row) and not row.startswith(" ")
    return "\n".join(lines).strip("\n")


def read_words(node: Node | None) -> Words:
    """The text of a table with ``en`` and ``ko``; a language that is missing is empty."""
    if node is None:
        return NO_WORDS
    return Words(prose(node.text_of("en")), prose(node.text_of("ko")))


def read_label(node: Node) -> Words:
    """A label: one text for both languages, or a table of two."""
    return Words(node.text, node.text) if node.text else read_words(node)


def missing_languages(words: Words) -> tuple[str, ...]:
    """The languages in which nothing is said, of a text that is said in one.

    >>> missing_languages(Words("loss", ""))
    ('ko',)
    """
    return tuple(language for language, text in (("en", words.en), ("ko", words.ko)) if not text)

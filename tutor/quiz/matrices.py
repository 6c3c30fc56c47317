"""A whole matrix that was pasted: as NumPy or MATLAB prints it, from a spreadsheet, or rows of numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tutor.formula.operations.operation import Index, Shape
from tutor.messages import Message

MOST_PASTED = 20_000
"""Characters of a pasted matrix; of a longer text nothing is looked at but its length."""


@dataclass(frozen=True, slots=True)
class Paste:
    """The texts of the cells, in rows.

    Attributes:
        rows: as they stood; where ``turned``, rows are the columns of what was asked for.
        turned: whether the rows and columns are exchanged, which for a matrix that is not square can be seen.
    """

    rows: tuple[tuple[str, ...], ...]
    turned: bool = False

    def cells(self, shape: Shape) -> dict[Index, str]:
        """The texts by the index of their cell in a value of ``shape``."""
        texts = [text for row in self.rows for text in row]
        if self.turned:
            columns = len(self.rows)
            return {(at % shape[-2], at // shape[-2]): text for at, text in enumerate(texts) if columns}
        return dict(zip(indices(shape), texts, strict=True))


def indices(shape: Shape) -> list[Index]:
    """The indices of all cells, row by row.

    >>> indices((1, 2)), indices(())
    ([(0, 0), (0, 1)], [()])
    """
    found: list[Index] = [()]
    for size in shape:
        found = [(*index, position) for index in found for position in range(size)]
    return found


def read_paste(text: str, shape: Shape) -> Paste | Message:
    """Take a pasted text apart into the cells of a value of ``shape``; a sentence where that cannot be done.

    >>> read_paste("[[1, 2], [3, 4]]", (2, 2)).rows
    (('1', '2'), ('3', '4'))
    >>> read_paste("0,1 0,2; 0,3 0,4", (2, 2)).rows
    (('0,1', '0,2'), ('0,3', '0,4'))
    """
    if len(text) > MOST_PASTED:
        return Message("quiz.paste-too-long", {"count": f"{len(text):,}", "most": f"{MOST_PASTED:,}"})
    rows, columns = grid_of(shape)
    lines = _lines(_unwrapped(text))
    layouts = [(rows, columns, False)]
    if 1 in (rows, columns):
        layouts += [(1, rows * columns, False), (rows * columns, 1, False)]
    elif len(shape) == 2:
        layouts.append((columns, rows, True))
    for height, width, turned in layouts:
        parted = [_parted(line, width) for line in lines] if len(lines) == height else []
        found = [row for row in parted if row is not None]
        if len(found) == height:
            texts = [text for row in found for text in row]
            return Paste(tuple(found), turned=True) if turned else Paste(_as_rows(texts, columns))
    widths = sorted({len(max((way(line) for way in _WAYS), key=len)) for line in lines})
    across = f"{widths[0]}–{widths[-1]}" if len(widths) > 1 else "".join(map(str, widths))
    given = f"{len(lines)}×{across}" if lines else "0"
    return Message("quiz.paste-shape", {"found": given, "asked": f"{rows}×{columns}"})


def grid_of(shape: Shape) -> tuple[int, int]:
    """The rows and columns that a value is shown in: a number and a vector are one row.

    >>> grid_of(()), grid_of((3,)), grid_of((2, 2, 4))
    ((1, 1), (1, 3), (4, 4))
    """
    return math.prod(shape[:-1]), shape[-1] if shape else 1


def _as_rows(texts: Sequence[str], columns: int) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(texts[start : start + columns]) for start in range(0, len(texts), columns))


def _unwrapped(text: str) -> str:
    """What stands inside ``A = np.array(…, dtype=float)``."""
    inner = text.replace("\r\n", "\n").replace("\r", "\n").strip().removesuffix(";")
    inner = re.sub(r"^[A-Za-z]\w*\s*=(?!=)\s*", "", inner)
    inner = re.sub(r",\s*dtype\s*=\s*[\w.]+\s*(?=\))", "", inner)
    wrapped = re.fullmatch(r"(?:[A-Za-z_]\w*\.)*(?:array|tensor|matrix|asarray)\s*\((.*)\)", inner, re.DOTALL)
    return wrapped[1].strip() if wrapped else inner


def _lines(text: str) -> list[str]:
    """The rows of a matrix, brackets taken off."""
    if "[" not in text:
        return [line for line in re.split(r"[\n;]", text) if line.strip()]
    inner = re.findall(r"\[([^\[\]]*)\]", text)
    lines = [line for part in inner for line in re.split(r";|\n" if len(inner) == 1 else r";", part)]
    return [line.strip().strip(",") for line in lines if line.strip().strip(",")]


def _parted(line: str, count: int) -> tuple[str, ...] | None:
    """The cells of a row: parted by tabs, by commas, or by spaces, whichever gives ``count``."""
    whole: list[str] = [line]
    for cells in [whole] if count == 1 else (way(line) for way in _WAYS):
        if len(cells) == count:
            return tuple(cell.strip() for cell in cells)
    return None


def _by_tabs(line: str) -> list[str]:
    return line.split("\t")


def _by_commas(line: str) -> list[str]:
    """The parts between commas that stand in no bracket."""
    parts, depth = [""], 0
    for character in line:
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


_WAYS: tuple[Callable[[str], list[str]], ...] = (_by_tabs, _by_commas, str.split)

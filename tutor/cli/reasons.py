"""What ``tutor why`` does: explain one cell, in words and numbers or as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from tutor.cli.arrays import as_json
from tutor.cli.chosen import choose
from tutor.cli.console import Console, Failure, Json, failure
from tutor.cli.parser import MOST_UPDATES, Arguments
from tutor.columns import pad, width
from tutor.engine.address import Address, AddressError, parse_address
from tutor.engine.run import Run
from tutor.explain.explainer import explain
from tutor.explain.explanation import Explanation
from tutor.explain.numeric import Numeric
from tutor.explain.origin import Computed
from tutor.explain.paths import Paths
from tutor.explain.problem import ExplainError
from tutor.explain.rounding import is_rounded, rounded
from tutor.explain.terms import Term
from tutor.explain.words import words_of

_Entry = TypeVar("_Entry")

_LISTED = 12
"""Entries of a list that are written; of a longer one the first and the last, and how many are left out."""


def why(arguments: Arguments, console: Console) -> int:
    """Explain the cell that was asked for; exit code 0."""
    chosen = choose(arguments, console)
    try:
        address = parse_address(arguments.address)
        if address.update is not None and address.update > MOST_UPDATES:
            raise failure("why-too-late", most=f"{MOST_UPDATES:,}")
        explanation = explain(Run(chosen.model), address, chosen.lesson.labels)
    except (AddressError, ExplainError) as found:
        raise Failure(found.message) from None
    if arguments.json:
        console.write_json(_as_json(explanation))
    else:
        console.write(chosen.title.say(console.language))
        _Report(explanation, console, arguments.digits).write()
    return 0


# JSON


def _as_json(explanation: Explanation) -> dict[str, Json]:
    """The documented form: formulas whole, numbers in full precision."""
    paths, numeric = explanation.paths, explanation.numeric
    listed = () if paths is None else paths.all
    return {
        "address": str(explanation.address),
        "formula": explanation.formula,
        "symbolic": str(explanation.symbolic("formula")),
        "substituted": str(explanation.substituted("formula")),
        "terms": [_term_as_json(term) for term in explanation.terms],
        "value": _number(explanation.value),
        "reads": [str(address) for address in explanation.reads],
        "read_by": [str(address) for address in explanation.read_by],
        "paths": [{"lines": list(path.lines), "value": _number(path.value)} for path in listed],
        "numeric": None if numeric is None else {"value": _number(numeric.value), "error": _number(numeric.error)},
    }


def _term_as_json(term: Term) -> dict[str, Json]:
    factors: list[Json] = [
        {"address": None if factor.address is None else str(factor.address), "value": _number(factor.value)}
        for factor in term.factors
    ]
    return {"factors": factors, "value": _number(term.value)}


def _number(value: float) -> Json:
    return as_json(np.array(value))


# Text


class _Report:
    """An explanation for reading, from the cell to where its value goes."""

    def __init__(self, explanation: Explanation, console: Console, digits: int) -> None:
        self._explanation = explanation
        self._console = console
        self._digits = digits

    def write(self) -> None:
        """All of it, in order."""
        explanation, console = self._explanation, self._console
        console.write(f"{explanation.address}   {explanation.spoken.say(console.language)}")
        if not explanation.is_end:
            console.write(f"{explanation.name} = {explanation.formula}")
        console.write()
        self._write_expression()
        console.write(f"\n{words_of(explanation).say(console.language)}")
        if len(explanation.terms) > 1:
            self._write_list("why-terms", [self._term(term) for term in _few(explanation.terms)])
        self._write_list("why-reads", [self._read(address) for address in _few(explanation.reads)])
        self._write_list("why-read-by", [self._reader(address) for address in _few(explanation.read_by)])
        if explanation.paths is not None:
            self._write_paths(explanation.paths)
        if explanation.numeric is not None:
            self._write_numeric(explanation.numeric)

    def _write_expression(self) -> None:
        explanation, console = self._explanation, self._console
        name = explanation.naming.cell(explanation.name, explanation.index)
        symbolic, substituted = explanation.symbolic(), explanation.substituted(digits=self._digits)
        value = rounded(explanation.value, self._digits)
        lines = [str(symbolic), str(substituted), value]
        if explanation.is_end:
            lines = [value]
        elif str(substituted) == value:
            lines.pop()
        updates = isinstance(explanation.origin, Computed) and explanation.origin.phase == "update"
        for number, line in enumerate(lines):
            sign = "←" if updates and number == 0 else "="  # the name on the right has its old value
            console.write(f"{name if number == 0 else ' ' * width(name)} {sign} {line}")
        if substituted.rounded or is_rounded(explanation.value, self._digits):
            console.write(console.sentence("why-rounded", digits=self._digits))

    def _term(self, term: Term | int) -> str:
        if isinstance(term, int):
            return self._left_out(term)
        shown = [rounded(factor.value, self._digits) for factor in term.factors]
        numbers = " · ".join(_in_brackets(number, position) for position, number in enumerate(shown))
        value = rounded(term.value, self._digits)
        return f"{self._explanation.term_text(term)} = {numbers}" + ("" if numbers == value else f" = {value}")

    def _read(self, address: Address | int) -> str:
        if isinstance(address, int):
            return self._left_out(address)
        return f"{address} = {rounded(self._explanation.read_value(address), self._digits)}"

    def _reader(self, address: Address | int) -> str:
        return self._left_out(address) if isinstance(address, int) else str(address)

    def _write_paths(self, paths: Paths) -> None:
        entries = [(" → ".join(path.lines) or "1", rounded(path.value, self._digits)) for path in paths.listed]
        columns = max((width(chain) for chain, _ in entries), default=0)
        listed = [f"{pad(chain, columns)}  {value}" for chain, value in entries]
        left_out = paths.count - len(paths.listed)
        if left_out:
            rest = rounded(paths.rest, self._digits)
            listed.append(self._console.sentence("why-other-paths", count=f"{left_out:,}", value=rest))
        self._write_list("why-paths", listed)

    def _write_numeric(self, numeric: Numeric) -> None:
        value = rounded(numeric.value, self._digits)
        error = f"{numeric.error:.1e}"
        sentence = self._console.sentence("why-numeric", value=value, error=error)
        self._console.write(f"\n{sentence}\n{numeric.meaning.say(self._console.language)}")

    def _write_list(self, heading: str, entries: Sequence[str]) -> None:
        if entries:
            self._console.write(f"\n{self._console.sentence(heading)}")
        for entry in entries:
            self._console.write(f"  {entry}")

    def _left_out(self, count: int) -> str:
        return self._console.sentence("why-left-out", count=f"{count:,}")


def _few(entries: Sequence[_Entry]) -> list[_Entry | int]:
    """The entries, of very many only some; in the place of the others how many they are."""
    if len(entries) <= _LISTED:
        return list(entries)
    head = _LISTED - 3
    return [*entries[:head], len(entries) - head - 2, *entries[-2:]]


def _in_brackets(number: str, position: int) -> str:
    return f"({number})" if position and number.startswith("−") else number

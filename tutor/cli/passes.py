"""What ``tutor show`` does: run one pass line by line, and report it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tutor.cli.arrays import Array, as_json
from tutor.cli.chosen import choose
from tutor.cli.console import Console, Json, failure
from tutor.cli.moment import Moment, write_value
from tutor.cli.parser import Arguments
from tutor.engine.address import Address
from tutor.engine.gradients import gradient_lines
from tutor.engine.program import Line
from tutor.engine.run import Run
from tutor.formula.write import write

_KNOWN = 30
"""Names that a complaint lists at most."""


class Computed(NamedTuple):
    """A line that has run: where its value stands, and the value."""

    line: Line
    address: Address
    value: Array

    @property
    def formula(self) -> str:
        """The right-hand side, in the formula language."""
        return write(self.line.expr)

    def as_json(self) -> dict[str, Json]:
        """An entry of ``lines``."""
        return {
            "name": self.line.name,
            "address": str(self.address),
            "phase": self.line.phase,
            "formula": self.formula,
            "shape": list(self.line.shape),
            "value": as_json(self.value),
        }


def show(arguments: Arguments, console: Console) -> int:
    """Report the pass after ``--update`` updates; exit code 0."""
    chosen = choose(arguments, console)
    run = Run(chosen.model)
    if arguments.update and not run.learns:
        raise failure("no-training", lesson=chosen.lesson.id)
    run.go(arguments.update)
    computed, moment = _whole_pass(run, arguments.name or ())
    kept = _named(computed, arguments.name)
    if arguments.json:
        console.write_json(
            {
                "lesson": chosen.lesson.id,
                "variant": arguments.variant,
                "update": arguments.update,
                "lines": [entry.as_json() for entry in kept],
                **moment.as_json(),
            }
        )
        return 0
    console.write(console.sentence("show-heading", title=chosen.title.say(console.language), update=arguments.update))
    _write_lines(kept, console)
    if not arguments.name:
        moment.write(console)
    return 0


def _whole_pass(run: Run, names: Sequence[str]) -> tuple[list[Computed], Moment]:
    """Every line of the pass at whose beginning ``run`` stands, and the moment before its update moves anything.

    ``names``: what is asked for; a gradient among them that has no line is computed too.
    """
    update_begins = len(run.programs.forward) + len(run.programs.backward)
    computed = list(_steps(run, update_begins))
    moment = Moment.of(run)
    computed += _left_out(run, names)
    computed += _steps(run, len(run.lines) - update_begins)
    return computed, moment


def _steps(run: Run, lines: int) -> Iterator[Computed]:
    for _ in range(lines):
        run.step()
        line = run.lines[run.position.line - 1]
        value = run.value(line.name)
        if value is not None:
            update = run.position.update + (line.phase == "update")
            yield Computed(line, Address(update, line.name), value.copy())


def _named(computed: Sequence[Computed], names: Sequence[str] | None) -> list[Computed]:
    """The lines that were asked for by name, or all of them."""
    if names is None:
        return list(computed)
    known = list(dict.fromkeys(entry.line.name for entry in computed))
    for name in names:
        if name not in known:
            raise failure("unknown-line", name=name, known=", ".join(known[:_KNOWN]))
    return [entry for entry in computed if entry.line.name in names]


def _left_out(run: Run, names: Sequence[str]) -> Iterator[Computed]:
    """Gradients that were asked for and that no line of the backward program has: computed where the pass stands."""
    for name in dict.fromkeys(names):
        if name in run.programs.shapes or name[:1] != "d" or name[1:] not in run.programs.shapes:
            continue
        lines = gradient_lines(run.model, run.programs, name[1:])
        value = run.gradient(name[1:])
        if lines and value is not None:
            line = Line(name, lines[-1][1], "backward", value.shape)
            yield Computed(line, Address(run.position.update, name), value.copy())


def _write_lines(computed: Sequence[Computed], console: Console) -> None:
    phase = None
    for entry in computed:
        if entry.line.phase != phase:
            phase = entry.line.phase
            console.write(f"\n{console.sentence(f'phase-{phase}')}")
        write_value(console, str(entry.address), entry.value, entry.formula)

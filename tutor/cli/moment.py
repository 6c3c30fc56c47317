"""What a run is at a moment, for the commands that report one: parameters, state of the rule, watches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from tutor.cli.arrays import Array, as_json, as_text, shape_text
from tutor.cli.console import Console, Json
from tutor.engine.run import Run


class Moment(NamedTuple):
    """A pass as it begins, and what is watched in it.

    Attributes:
        parameters: what the pass reads, by name.
        state: what the update rule remembers, by parameter and then by the rule's own name for it.
        watch: by name; None where the pass does not compute what it reads.
    """

    parameters: Mapping[str, Array]
    state: Mapping[str, Mapping[str, Array]]
    watch: Mapping[str, float | None]

    @classmethod
    def of(cls, run: Run) -> Moment:
        """The moment at which ``run`` stands; the watches as far as its pass has gone."""
        state: dict[str, dict[str, Array]] = {}
        for name in run.programs.state:
            owner, _, own = name.rpartition(".")
            state.setdefault(owner, {})[own] = run.entering(name)
        return cls({name: run.entering(name) for name in run.model.parameters}, state, run.watches())

    def as_json(self) -> dict[str, Json]:
        """The last keys of the JSON of ``show`` and ``train``, in their order."""
        return {
            "parameters": {name: as_json(value) for name, value in self.parameters.items()},
            "state": {
                owner: {name: as_json(value) for name, value in own.items()} for owner, own in self.state.items()
            },
            "watch": {name: None if value is None else as_json(np.array(value)) for name, value in self.watch.items()},
        }

    def write(self, console: Console) -> None:
        """The same for reading."""
        states = {f"{owner}.{name}": value for owner, own in self.state.items() for name, value in own.items()}
        for heading, values in (("parameters", self.parameters), ("state", states)):
            if values:
                console.write(f"\n{console.sentence(heading)}")
            for name, value in values.items():
                write_value(console, name, value)
        if self.watch:
            console.write(f"\n{console.sentence('watch')}")
        for name, number in self.watch.items():
            console.write(f"  {name} = {console.sentence('not-computed') if number is None else f'{number:.6g}'}")


def write_value(console: Console, name: str, value: Array, formula: str | None = None) -> None:
    """One value for reading: a number on the line of its name, anything larger below it."""
    equation = name if formula is None else f"{name} = {formula}"
    if value.ndim == 0:
        console.write(f"  {equation} = {as_text(value)}")
    else:
        console.write(f"  {equation}   ({shape_text(value.shape)})\n{as_text(value, indent='    ')}")

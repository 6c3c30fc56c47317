"""Copying: the selected value or a matrix, to the terminal's clipboard."""

from __future__ import annotations

from collections.abc import Callable

from tutor.formula.operations.operation import Array
from tutor.messages import Message
from tutor.tui.picture.quantity import Quantity, shape_text
from tutor.tui.screens.step.selecting import Selecting

MOST = 4_000
"""Numbers that are copied at most: terminals drop what is much longer than that (OSC 52)."""


class Copying(Selecting):
    """The keys that copy."""

    def action_copy(self) -> None:
        """Copy the selected value; without one, the whole matrix that the line computes."""
        spot, quantity = self._selected() if self.session.selection.on else (None, None)
        if spot is None or quantity is None or quantity.array is None:
            from tutor.tui.copied import as_table

            self._copy_whole("matrix", as_table)
            return
        value = repr(float(quantity.array[spot.cell]))
        self.app.copy_to_clipboard(value)
        self.tell(Message("tui.copied-value", {"value": value}))

    def action_copy_numpy(self) -> None:
        """Copy the matrix that the selected cell is in, or that the line computes, as NumPy text."""
        from tutor.tui.copied import as_numpy

        self._copy_whole("numpy", as_numpy)

    def _copy_whole(self, what: str, text: Callable[[Array], str]) -> None:
        quantity = self._copied()
        if quantity is None or quantity.array is None:
            self.tell(Message("tui.copied-nothing"))
            return
        shown = {"name": quantity.label, "shape": shape_text(quantity.shape) or "1"}
        if quantity.array.size > MOST:
            self.tell(Message("tui.copied-too-large", {**shown, "most": f"{MOST:,}"}))
            return
        self.app.copy_to_clipboard(text(quantity.array))
        self.tell(Message(f"tui.copied-{what}", shown))

    def _copied(self) -> Quantity | None:
        """The value that the selected cell is in; without one, what the line computes."""
        quantity = self._selected()[1] if self.session.selection.on else None
        if quantity is not None:
            return quantity
        shown = self._moment.shown
        return None if shown is None else shown.equation.result

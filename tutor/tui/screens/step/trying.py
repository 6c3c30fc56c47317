"""What if: setting values by hand, and the branches that come of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.messages import Message
from tutor.tui.screens.step.parts import StepParts

if TYPE_CHECKING:
    from tutor.formula.operations.operation import Index
    from tutor.tui.screens.branches import Pair
    from tutor.tui.screens.edit import Edited


class Trying(StepParts):
    """The keys that change a value and start a branch, and that go from branch to branch."""

    def action_edit(self) -> None:
        """Set the selected value; without one, ask which."""
        selection, addressed = self.session.selection, self.session.selected
        spot = selection.spot if selection.on else None
        address = None if spot is None else spot.subject.address(self.session.run.position.update, spot.cell)
        if address is not None and address.name is not None:
            self._open_editor(address.name, address.index)
        elif addressed is not None:
            self._open_editor(addressed.name, addressed.index)
        else:
            self._ask_which()

    def action_branches(self) -> None:
        """List the branches."""
        from tutor.tui.screens.branches import BranchesScreen  # late: the first paint needs no list

        self.moved()
        self.app.push_screen(BranchesScreen(self.session), self._after_branches)

    def action_own_run(self) -> None:
        """Back to the lesson's own run."""
        from tutor.tui.branching import own_run

        self.moved(own_run(self.session))

    def _ask_which(self, said: Message | None = None) -> None:
        """Ask which value is to be set."""
        from tutor.tui.screens.choose import ChooseScreen

        screen = ChooseScreen(self._moment, said)
        if not screen.keys():
            self.tell(Message("tui.edit-nothing"))
            return
        self.moved()
        self.app.push_screen(screen, self._open_which)

    def _open_which(self, name: str | None) -> None:
        if name is not None:
            self._open_editor(name)

    def _open_editor(self, name: str, index: Index | None = None) -> None:
        from tutor.tui.editable import draft
        from tutor.tui.screens.edit import EditScreen

        begun = draft(self._moment, name, index)
        if begun is None:
            self._ask_which(Message("tui.edit-computed", {"name": self._moment.name(name)}))
            return
        self.moved()
        run = self.session.run
        moved_on = any(line.parameter == name for line in run.lines[: run.position.line])
        update = run.position.update + moved_on if run.learns else None
        self.app.push_screen(EditScreen(begun, update), self._take_edit)

    def _take_edit(self, edited: Edited | None) -> None:
        if edited is None:
            return
        if edited.value is None:
            self.tell(Message("tui.edited-not"))
            return
        from tutor.tui.branching import set_value

        self.moved(set_value(self.session, edited.name, edited.value))

    def _after_branches(self, found: Message | Pair | None) -> None:
        if found is None or isinstance(found, Message):
            self.moved(found)
            return
        from tutor.tui.screens.compare import CompareScreen

        self.app.push_screen(CompareScreen(self.session, found.first, found.second), lambda _: self.moved())

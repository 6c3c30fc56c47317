"""From one variant of a lesson to another."""

from __future__ import annotations

from tutor.messages import Message
from tutor.tui.screens.step.parts import StepParts


class Varying(StepParts):
    """The key that offers the variants."""

    def action_variants(self) -> None:
        """Choose the lesson as it stands or one of its variants, and open it where it was left."""
        lesson = self.session.lesson
        if lesson is None or not lesson.variants:
            self.tell(Message("tui.no-variants", {"title": "" if lesson is None else lesson.title}))
            return
        from tutor.tui.screens.variants import VariantsScreen  # late: lists bring a lot of code with them

        found = lesson.id

        def chosen(variant: str | None) -> None:
            if variant is not None:
                self.tutor.open(found, variant)

        self.moved()
        offered = [(name, variant.title) for name, variant in lesson.variants.items()]
        self.app.push_screen(VariantsScreen(lesson.title, offered), chosen)

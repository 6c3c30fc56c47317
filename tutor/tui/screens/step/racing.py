"""Racing: the lesson's variants, or the branches that the learner made, side by side."""

from __future__ import annotations

from tutor.messages import Message
from tutor.tui.screens.step.parts import StepParts


class Racing(StepParts):
    """The key that opens the race."""

    def action_race(self) -> None:
        """Open the race, or say why there is none."""
        from tutor.tui.race import race_of  # late: the first paint needs no race

        race = race_of(self.session)
        if isinstance(race, Message):
            self.moved(race)
            return
        from tutor.tui.screens.race import RaceScreen

        self.moved()
        lesson = self.session.lesson
        title = "" if lesson is None else lesson.title.say(self.language)
        self.app.push_screen(RaceScreen(race, title, self.session.glyphs))

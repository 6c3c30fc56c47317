"""Being asked: the next line, the lesson's questions, practice; and the record of it."""

from __future__ import annotations

from tutor.tui.screens.step.parts import StepParts


class Quizzing(StepParts):
    """The keys that ask the learner something. The quiz is imported when one of them is pressed."""

    def action_predict(self) -> None:
        """Ask for the next line; it is run once it was answered."""
        from tutor.tui.screens.quiz.opening import predict

        self.moved()
        predict(self.tutor, self.session, self._asked)

    def action_questions(self) -> None:
        """Ask the lesson's questions."""
        from tutor.tui.screens.quiz.opening import questions

        self.moved()
        questions(self.tutor, self.session, self._asked)

    def action_practice(self) -> None:
        """Offer fresh numbers."""
        from tutor.tui.screens.quiz.opening import practice

        self.moved()
        practice(self.tutor, self.session, self._asked)

    def action_record(self) -> None:
        """Show what was practised."""
        from tutor.tui.screens.record import RecordScreen

        self.moved()
        self.app.push_screen(RecordScreen())

    def _asked(self, _: None) -> None:
        """The learner is back; the run may have been stepped meanwhile."""
        self.moved()

"""Help with a question: the next hint, what is wrong, the scratch line, the answer."""

from __future__ import annotations

from tutor.messages import Message
from tutor.tui.quiz.papers import BugPaper, ChoicePaper, HandPaper
from tutor.tui.screens.quiz.parts import QuizParts

_AGAIN = "tui.quiz-show-again"
"""The sentence between the first time and the second that one asks for the answer."""


class Helping(QuizParts):
    """The keys that help."""

    def _by_hand_paper(self) -> HandPaper | None:
        paper = self.paper
        return paper if isinstance(paper, HandPaper) else None

    def action_hint(self) -> None:
        """What to do next: one rung of the ladder."""
        paper = self._by_hand_paper()
        if paper is None:
            self.changed(Message("tui.quiz-no-hints"))
            return
        found = paper.attempt.next_hint()
        self.round.keep()
        self.changed(Message("tui.quiz-last-hint") if found is None else None)
        self._to_the_end()

    def _to_the_end(self) -> None:
        """Scroll to what was said last."""
        self.call_after_refresh(self._views["said"].scroll_end, animate=False)

    def action_whats_wrong(self) -> None:
        """What is wrong with what stands in the cells; it costs nothing."""
        paper = self._by_hand_paper()
        if paper is None:
            self.changed(Message("tui.quiz-no-hints"))
        elif paper.done:
            self.changed(Message("tui.quiz-done-already"))
        else:
            paper.reply = paper.attempt.wrong_here()
            self.changed()

    def action_scratch(self) -> None:
        """To the scratch line, and back to the cells."""
        desk = self.desk
        if desk is not None:
            desk.open = not desk.open
        self.changed(Message("tui.quiz-no-scratch") if desk is None else None)

    def action_show_line(self) -> None:
        """Show what was asked for, if the key is pressed twice; it then counts as shown."""
        paper = self.paper
        if isinstance(paper, ChoicePaper):
            self.changed(Message("tui.quiz-no-hints"))
        elif not isinstance(paper, HandPaper | BugPaper) or paper.done:
            self.changed()
        elif self._told is None or self._told.key != _AGAIN:
            self.changed(Message(_AGAIN))
        elif isinstance(paper, HandPaper):
            paper.attempt.give_up()
            paper.desk.open = False
            self.round.keep()
            self.changed()
            self._to_the_end()
        else:
            paper.show()
            self.changed()

    def action_adopt(self) -> None:
        """Go on from the right value rather than from one's own."""
        paper = self._by_hand_paper()
        if paper is None or paper.attempt.question.step.key not in paper.attempt.marker.own:
            self.changed()
            return
        paper.adopt()
        paper.reply = Message("tui.quiz-adopted", {"name": paper.attempt.question.name})
        self.changed()

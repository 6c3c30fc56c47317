"""Answering, and going on to another paper."""

from __future__ import annotations

from tutor.messages import Message
from tutor.tui.quiz.desk import Desk
from tutor.tui.quiz.papers import BugPaper, ChoicePaper, HandPaper, Paper
from tutor.tui.quiz.rounds import QuestionsRound
from tutor.tui.screens.quiz.parts import QuizParts


class Turning(QuizParts):
    """The keys that answer, turn to another paper, and leave."""

    def action_submit(self) -> None:
        """Have the answer marked, or go on once it is done."""
        paper = self.paper
        if self.writing is not None:
            self._work_out(self.writing, paper)
        elif paper is None:
            self._open_entry()
        elif paper.done:
            self._turn(1)
        elif isinstance(paper, HandPaper):
            self.changed(self._marked(paper))
        else:
            self._pointed(paper)

    def _pointed(self, paper: object) -> None:
        if isinstance(paper, ChoicePaper):
            paper.choose()
        elif isinstance(paper, BugPaper):
            paper.point()
        self._keep()
        self.changed(self.round.news())

    def _marked(self, paper: HandPaper) -> Message | None:
        """Mark the cells; while one was filled and others are blank, go on to the next blank instead."""
        grid = paper.grid
        paper.reply = None
        if grid.blanks and grid.field.text.strip():
            grid.to_blank()
            return Message("tui.quiz-blanks", {"count": grid.blanks})
        before = self._notice()
        grid.check()
        self._keep()
        notice = self._notice()
        return notice if notice != before else self.round.news()

    def _work_out(self, desk: Desk, paper: Paper | None) -> None:
        """Work the scratch line out; the second time, take its result into the cells."""
        taken = None
        if isinstance(paper, HandPaper) and desk.ready and not paper.done:
            taken = desk.taken(paper.attempt.question)
        if taken is None or not isinstance(paper, HandPaper):
            desk.calculate()
        else:
            if isinstance(taken, str):
                paper.grid.put(taken)
            else:
                paper.grid.fill(taken)
            paper.reply = None
            desk.close()
        self.changed()

    def _open_entry(self) -> None:
        """From a look back to the question that is pointed at."""
        if isinstance(self.round, QuestionsRound):
            self.round.to(self.entry)
            self.look()
        self.changed()

    def action_next_paper(self) -> None:
        """Go on, whether this one is done or not."""
        self._turn(1)

    def action_previous_paper(self) -> None:
        """Back to the one before."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        if self.paper is None and by > 0:
            self.changed()
            return
        self._keep()
        told = self.round.next() if by > 0 else self.round.back()
        self.look()
        if self.paper is None and isinstance(self.round, QuestionsRound):
            self.entry = self.round.first_open() or 0
        for view in self._views.values():
            view.scroll_to(0, 0, animate=False, immediate=True)
        self.changed(told)

    def action_scroll_down(self) -> None:
        """Scroll what is longer than its room."""
        for view in self._views.values():
            if view.display:
                view.scroll_page_down(animate=False)

    def action_scroll_up(self) -> None:
        """Scroll back."""
        for view in self._views.values():
            if view.display:
                view.scroll_page_up(animate=False)

    def action_go_back(self) -> None:
        """Close the scratch line; else back to the lesson, everything kept."""
        if self.writing is not None:
            self.writing.open = False
            self.changed()
            return
        self._keep()
        self.dismiss(None)

    def _keep(self) -> None:
        """Keep what was done for another day."""
        self.round.keep()

    def _notice(self) -> Message | None:
        """What the learner should know about the record."""
        return self.tutor.quizzes.keeper.notice

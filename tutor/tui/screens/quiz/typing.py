"""What is typed: into the cells, into the scratch line, or as the number of an answer."""

from __future__ import annotations

from textual import events

from tutor.messages import Message
from tutor.tui.jamo import as_typed
from tutor.tui.panels.quiz_pick import picked
from tutor.tui.quiz.field import Field
from tutor.tui.quiz.grid import Grid
from tutor.tui.quiz.papers import BugPaper, ChoicePaper, HandPaper
from tutor.tui.quiz.rounds import QuestionsRound
from tutor.tui.screens.quiz.parts import PARTS, QuizParts


class Typing(QuizParts):
    """The keys that write and move."""

    def on_key(self, event: events.Key) -> None:
        """Take every character that is typed: none of them is a command here.

        In the application's turn, where it carries out the keys that are commands: taken here and now, a character that
        follows on the heels of Backspace or Tab, as over a slow line, would come before it.
        """
        if not event.is_printable or event.character is None:
            return
        event.stop()
        event.prevent_default()
        self.app.call_later(self._typed, event.character)

    def on_paste(self, event: events.Paste) -> None:
        """Take what is pasted, in its turn among the keys."""
        event.stop()
        self.app.call_later(self._pasted, event.text)

    def _pasted(self, text: str) -> None:
        if not self.is_current:  # closed by a key before it
            return
        paper, desk = self.paper, self.writing
        if desk is not None:
            self.changed(desk.type(text))
        elif not isinstance(paper, HandPaper):
            self.changed()
        elif paper.done:
            self.changed(Message("tui.quiz-done-already"))
        else:
            paper.reply = None
            told = paper.grid.paste(text)
            if paper.grid.turned:
                paper.reply, told = told, None
            self.changed(told)

    def _typed(self, character: str) -> None:
        if not self.is_current:
            return
        paper, desk = self.paper, self.writing
        if desk is not None:
            self.changed(desk.type(character))
        elif isinstance(paper, ChoicePaper):
            if character.isascii() and character.isdigit():
                there = paper.choose(int(character) - 1)
                self.round.keep()
                self.changed(self.round.news() if there else self._no_such(paper))
        elif isinstance(paper, HandPaper):
            if not paper.done:
                paper.reply = None
                self.changed(paper.grid.type(character))
            else:
                self.changed(Message("tui.quiz-done-already"))
        elif paper is None:
            self._typed_at_the_end(as_typed(character))

    def _typed_at_the_end(self, letter: str) -> None:
        """From a look back to a new beginning."""
        if letter == "n" and isinstance(self.round, QuestionsRound):
            self.round.anew()
            self.round.keep()
        self.changed()

    def _no_such(self, paper: ChoicePaper) -> Message:
        return Message("tui.quiz-no-such-answer", {"count": len(paper.choosing.choices)})

    # The mouse

    def on_click(self, event: events.Click) -> None:
        """Go to the cell, the line or the question that was clicked; choose the answer."""
        number = self._number_under(event)
        if number is None:
            return
        event.stop()
        paper = self.paper
        if isinstance(paper, HandPaper):
            paper.desk.open = False
            paper.grid.step(number - paper.grid.at)
        elif isinstance(paper, ChoicePaper):
            if number == paper.at:
                paper.choose(number)
            paper.at = number
        elif isinstance(paper, BugPaper):
            paper.at = number
        elif paper is None:
            self.entry = number
        self.changed()

    def _number_under(self, event: events.Click) -> int | None:
        for name in PARTS:
            view = self._views[name]
            if view.display and view.region.contains(event.screen_x, event.screen_y):
                corner = view.region.offset - view.scroll_offset + (1, 1)
                return picked(view.picture, event.screen_x - corner.x, event.screen_y - corner.y)
        return None

    # Moving and erasing

    def _field(self) -> Field | None:
        """The line that is typed into."""
        if self.writing is not None:
            return self.writing.field
        return self.paper.grid.field if isinstance(self.paper, HandPaper) else None

    def action_next_cell(self) -> None:
        """Go on to the next cell, or from the scratch line back to the cells."""
        self._step(1)

    def action_previous_cell(self) -> None:
        """Back to the cell before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        paper = self.paper
        if self.writing is not None:
            self.writing.open = False
        elif isinstance(paper, HandPaper):
            paper.grid.step(by)
        elif paper is not None:
            self._vertically(by)
        self.changed()

    def action_row_above(self) -> None:
        """The row above; the answer, the line or the question above."""
        self._vertically(-1)

    def action_row_below(self) -> None:
        """The row below; the answer, the line or the question below."""
        self._vertically(1)

    def _vertically(self, by: int) -> None:
        paper = self.paper
        if self.writing is not None:
            self.writing.recall(by)
        elif isinstance(paper, HandPaper):
            paper.grid.row(by)
        elif isinstance(paper, ChoicePaper | BugPaper):
            paper.move(by)
        elif paper is None:
            self.entry = min(max(self.entry + by, 0), max(len(self._states()) - 1, 0))
        self.changed()

    def action_caret_left(self) -> None:
        """Move the caret left; from the beginning of a cell to the cell before."""
        self._along(-1)

    def action_caret_right(self) -> None:
        """Move the caret right; from the end of a cell to the cell after."""
        self._along(1)

    def _along(self, by: int) -> None:
        if self.writing is not None:
            self.writing.field.move(by)
        elif isinstance(self.paper, HandPaper):
            self.paper.grid.along(by)
        self.changed()

    def action_caret_start(self) -> None:
        """Put the caret before the first character."""
        field = self._field()
        if field is not None:
            field.to_start()
        self.changed()

    def action_caret_end(self) -> None:
        """Put the caret behind the last character."""
        field = self._field()
        if field is not None:
            field.to_end()
        self.changed()

    def action_erase(self) -> None:
        """Take away the character before the caret."""
        self._erase(before=True)

    def action_erase_after(self) -> None:
        """Take away the character after the caret."""
        self._erase(before=False)

    def _erase(self, *, before: bool) -> None:
        paper = self.paper
        line: Field | Grid | None = None
        if self.writing is not None:
            line = self.writing.field
        elif isinstance(paper, HandPaper) and not paper.done:
            paper.reply = None
            line = paper.grid
        if line is not None:
            (line.backspace if before else line.delete)()
        self.changed()

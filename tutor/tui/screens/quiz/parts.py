"""The quiz screen's parts: where they stand, and what each shows of the paper that lies there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult

from tutor.messages import Message, say
from tutor.tui.actions import Where
from tutor.tui.arrange import LEAST, Box
from tutor.tui.panels import header, keys, quiz_bug, quiz_foot
from tutor.tui.panels.quiz_choice import choice
from tutor.tui.panels.quiz_grid import answer
from tutor.tui.panels.quiz_layout import Part, places
from tutor.tui.panels.quiz_question import look_back, plain, question
from tutor.tui.panels.quiz_said import said
from tutor.tui.picture.quantity import shape_text
from tutor.tui.picture.text import EMPTY, Picture, Row, Span, row
from tutor.tui.quiz.desk import Desk
from tutor.tui.quiz.papers import BugPaper, ChoicePaper, HandPaper, Paper
from tutor.tui.quiz.rounds import QuestionsRound, Round
from tutor.tui.screens.base import TutorScreen
from tutor.tui.widgets.foot import Foot
from tutor.tui.widgets.picture_view import PictureView

PARTS: tuple[Part, ...] = ("question", "answer", "said", "scratch")
_PLENTY = 10_000


class QuizParts(TutorScreen[None]):
    """Shows a round, as it stands.

    Attributes:
        round: the papers.
        entry: in a look back at all questions, the one that is pointed at.
    """

    WHERE: ClassVar[Where] = "quiz"

    DEFAULT_CSS = """
    QuizParts {
        overflow: hidden;
        background: $background;

        #title { background: $panel; }
    }
    """

    def __init__(self, asked: Round) -> None:
        super().__init__()
        self.round = asked
        self.entry = 0
        self._views = {name: PictureView(id=name) for name in ("title", *PARTS, "small")}
        self._foot = Foot(id="keys")
        self._told: Message | None = None

    def compose(self) -> ComposeResult:
        """The parts, already drawn."""
        for name in PARTS:
            self._views[name].add_class("panel")
        self.look()
        self._draw(self.app.size.width, self.app.size.height)
        with self._foot.body:
            yield from self._views.values()
        yield self._foot

    def on_resize(self, event: events.Resize) -> None:
        """Place and draw everything anew."""
        self._draw(event.size.width, event.size.height)

    def draw(self) -> None:
        """Draw the paper as it stands."""
        self._draw(self.size.width, self.size.height)

    def tell(self, message: Message) -> None:
        """Say a sentence in place of the keys, until the next key."""
        self._told = message
        self.draw()

    def changed(self, told: Message | None = None) -> None:
        """Draw what a key has changed, and say a sentence, if there is one, until the next key."""
        self._told = told
        self.draw()

    @property
    def paper(self) -> Paper | None:
        """What lies before the learner."""
        return self.round.paper

    def look(self) -> None:
        """A paper comes before the learner: time is counted from now on."""
        if self.paper is not None:
            self.paper.look()

    @property
    def desk(self) -> Desk | None:
        """The scratch line of a paper that has one."""
        paper = self.paper
        return paper.desk if isinstance(paper, HandPaper | BugPaper) else None

    @property
    def writing(self) -> Desk | None:
        """The scratch line while it is typed into."""
        desk = self.desk
        return desk if desk is not None and desk.open else None

    # Drawing

    def _draw(self, width: int, height: int) -> None:
        small = width < LEAST[0] or height < LEAST[1]
        if small:
            self._foot.away()
            for name, view in self._views.items():
                view.display = name == "small"
            self._put("small", header.too_small(self.language, width, height, LEAST), Box(0, 0, width, height))
            return
        paper = self.paper
        boxes = places(width, height, self._shown(paper), lambda part, columns: self._wanted(paper, part, columns))
        for name, view in self._views.items():
            view.display = name in boxes or name == "title"
        for part, box in boxes.items():
            self._put(part, self._picture(paper, part, box.width - 2, box.height - 1), box, self._heading(paper, part))
        top = quiz_foot.title(self.round.mode, self.round.title, self._place(paper), self.language, width)
        self._put("title", top, Box(0, 0, width, 1))
        foot = quiz_foot.foot(paper, self.round.mode, self.language, width)
        if self._told is not None:
            foot = keys.message(self._told.say(self.language), width)
        self._foot.put(foot, Box(0, height - 1, width, 1))

    def _place(self, paper: Paper | None) -> Message:
        return Message("tui.quiz-place-end") if paper is None else self.round.place

    def _shown(self, paper: Paper | None) -> Mapping[Part, bool]:
        by_hand = isinstance(paper, HandPaper)
        several = by_hand or isinstance(paper, BugPaper)
        scratch = self.writing is not None
        return {"question": True, "answer": several, "said": several, "scratch": scratch}

    def _wanted(self, paper: Paper | None, part: Part, columns: int) -> int:
        return max(self._picture(paper, part, columns, _PLENTY).height, 1)

    def _picture(self, paper: Paper | None, part: Part, width: int, height: int) -> Picture:
        if part == "scratch" and self.desk is not None:
            return quiz_foot.scratch(self.desk, self.language, width)
        if isinstance(paper, HandPaper):
            return self._by_hand(paper, part, width, height)
        if isinstance(paper, BugPaper):
            return self._bug(paper, part, width, height)
        if isinstance(paper, ChoicePaper):
            return choice(paper, self.language, width, height)
        if paper is not None:
            return plain(paper, self.language, width)
        states = self._states() if isinstance(self.round, QuestionsRound) else []
        return look_back(states, self.entry, self.language, width)

    def _by_hand(self, paper: HandPaper, part: Part, width: int, height: int) -> Picture:
        if part == "question":
            return question(paper, self.language, width, height)
        if part == "answer":
            return answer(paper, self.language, width, height)
        return said(paper, self.language, width, height)

    def _bug(self, paper: BugPaper, part: Part, width: int, height: int) -> Picture:
        if part == "question":
            return quiz_bug.lines(paper, width, height)
        if part == "answer":
            return quiz_bug.looked_at(paper, width, min(height, 12))
        return quiz_bug.told(paper, self.language, width)

    def _states(self) -> list[tuple[str, bool, bool]]:
        """Of each question what it asks, whether it was begun, and whether it is done."""
        found: list[tuple[str, bool, bool]] = []
        papers = self.round.papers if isinstance(self.round, QuestionsRound) else []
        for paper in papers:
            if isinstance(paper, HandPaper):
                asking = paper.attempt.question.asking.say(self.language)
                begun = bool(paper.attempt.tries or paper.attempt.texts)
            else:
                asking = paper.choosing.asking.say(self.language)
                begun = bool(paper.choosing.chosen)
            found.append((asking, begun, paper.done))
        return found

    def _heading(self, paper: Paper | None, part: Part) -> Row:
        if self.desk is not None and part == "scratch":
            return quiz_foot.scratch_heading(self.desk, self.language)
        if isinstance(paper, HandPaper) and part == "answer":
            asked = paper.attempt.question
            cell = "" if asked.cell is None else f"[{','.join(map(str, asked.cell))}]"
            shape = shape_text(asked.step.shape) if asked.cell is None else ""
            return row(Span(f"{asked.name}{cell}", "strong"), *([Span(f"  {shape}", "dim")] if shape else []))
        if part in ("question", "said") or isinstance(paper, BugPaper):
            kind = "bug" if isinstance(paper, BugPaper) else "hand"
            return row(say(f"tui.quiz-part-{part if part != 'question' else kind + '-question'}", self.language))
        return EMPTY

    def _put(self, name: str, picture: Picture, box: Box, heading: Row = EMPTY) -> None:
        view = self._views[name]
        styles = view.styles
        styles.offset = (box.x, box.y)
        styles.width, styles.height = box.width, box.height
        panel = name in PARTS
        view.show(picture, (box.width - 2, box.height - 1) if panel else (box.width, box.height), heading)

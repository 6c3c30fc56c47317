"""Ways to be asked, one paper after another: predict, questions, practice, find the bug."""

from __future__ import annotations

from tutor.tui.quiz.rounds.base import Mode, Round, Title
from tutor.tui.quiz.rounds.bug import BugRound
from tutor.tui.quiz.rounds.practice import PracticeRound
from tutor.tui.quiz.rounds.predict import PredictRound
from tutor.tui.quiz.rounds.questions import QuestionsRound

__all__ = ["BugRound", "Mode", "PracticeRound", "PredictRound", "QuestionsRound", "Round", "Title"]

"""What ``tutor quiz`` does: ask questions one after another, line by line."""

from __future__ import annotations

import secrets
import sys
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from tutor import __version__
from tutor.cli.answering import Leaving, ask
from tutor.cli.chosen import Chosen, choose, collection
from tutor.cli.console import Console, Failure, failure
from tutor.cli.parser import Arguments
from tutor.formula.problems import nearest
from tutor.lesson.lesson import Lesson
from tutor.quiz.book import LessonQuiz
from tutor.quiz.record.rows import Sitting
from tutor.quiz.record.standing import due_skills
from tutor.quiz.record.store import Record
from tutor.quiz.sessions.attempt import Attempt, Given
from tutor.quiz.sessions.choice import Choosing
from tutor.quiz.sessions.mixed import MixedPractice, mixed
from tutor.quiz.sessions.practice import Practice
from tutor.quiz.sessions.questions import Questions
from tutor.quiz.sheet import SheetError
from tutor.quiz.skills import SKILLS

PRACTISED = 5
"""Questions of a practice, if no other number is asked for."""


def quiz(arguments: Arguments, console: Console) -> int:
    """Ask what was asked for until it is done, or the learner leaves; exit code 0."""
    if sys.stdin is not None and hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")  # a stray byte is an answer that cannot be read, not the end
    record = Record()
    try:
        if record.notice is not None:
            console.warn(record.notice.say(console.language))
        keeper = _Keeper(record, console)
        if arguments.due or arguments.practice or arguments.skill:
            _practice(arguments, keeper, console)
        else:
            _questions(arguments, keeper, console)
    except SheetError as found:
        raise Failure(found.message) from None
    finally:
        record.close()
    return 0


class _Keeper:
    """Writes the answers of this sitting down, and says so where that cannot be done."""

    def __init__(self, record: Record, console: Console) -> None:
        self.record = record
        self._console = console
        self._session = uuid.uuid4().hex[:12]
        self._said = record.notice

    def keep(self, mode: str, lesson: Lesson, variant: str | None, seed: int | None) -> Callable[[Given], None]:
        sitting = Sitting(self._session, mode, lesson.id, variant, seed, __version__)

        def write(given: Given) -> None:
            self.record.add(sitting.row(given, datetime.now(UTC)))
            if self.record.notice is not None and self.record.notice != self._said:
                self._said = self.record.notice
                self._console.warn(self.record.notice.say(self._console.language))

        return write


def _questions(arguments: Arguments, keeper: _Keeper, console: Console) -> None:
    chosen = choose(arguments, console)
    lesson = _quiz_of(chosen, arguments)
    keep = (
        None
        if arguments.parameters is not None
        else keeper.keep("questions", lesson.lesson, lesson.variant, arguments.seed)
    )
    session = Questions(lesson, arguments.seed, keep)
    if not session.items:
        if arguments.seed is None:
            raise failure("quiz-no-questions", lesson=chosen.lesson.id)
        _practice(arguments, keeper, console)
        return
    items = session.items[: arguments.count]
    console.write(chosen.title.say(console.language))
    if arguments.seed is not None:
        console.write(console.sentence("quiz-seed", seed=arguments.seed))
    console.write(console.sentence("quiz-help"))
    try:
        for number, item in enumerate(items, start=1):
            console.write(f"\n{console.sentence('quiz-number', number=number, count=len(items))}")
            ask(item, console)
    except Leaving:
        pass
    console.write(f"\n{console.sentence('quiz-sum', done=session.answered, count=len(items))}")


def _quiz_of(chosen: Chosen, arguments: Arguments) -> LessonQuiz:
    model = chosen.model if arguments.parameters is not None else None
    return LessonQuiz(chosen.lesson, chosen.variant, model)


def _practice(arguments: Arguments, keeper: _Keeper, console: Console) -> None:
    skills = _skills(arguments, keeper.record)
    seed = secrets.randbelow(1_000_000) if arguments.seed is None else arguments.seed
    session = _session(arguments, seed, skills, console)
    if session.current is None:
        raise failure("quiz-nothing-to-practise")
    console.write(console.sentence("quiz-help"))
    count, done = arguments.count or PRACTISED, 0
    try:
        for number in range(1, count + 1):
            item = session.current if number == 1 else session.next()
            if item is None or session.lesson is None:
                break
            if arguments.parameters is None:
                item.on_answer = keeper.keep("practice", session.lesson, *_numbers(item))
            heading = console.sentence("quiz-number", number=number, count=count)
            console.write(f"\n{heading}  {_where(session, item, console)}")
            ask(item, console)
            done += item.done
    except Leaving:
        pass
    console.write(f"\n{console.sentence('quiz-sum', done=done, count=count)}")


def _session(
    arguments: Arguments, seed: int, skills: Sequence[str] | None, console: Console
) -> Practice | MixedPractice:  # fmt: skip
    """Practice of one lesson, or of every one; of one that practises others, unless a variant is named, all."""
    if arguments.lesson and arguments.variant is None and arguments.parameters is None:
        lesson = choose(arguments, console).lesson
        if lesson.practises:
            lessons = collection(arguments)
            return mixed(lesson, lambda name: lessons.find(name).lesson, seed, skills)
    return Practice(list(_quizzes(arguments, console)), seed, skills)


def _numbers(item: Attempt | Choosing) -> tuple[str | None, int | None]:
    """The variant and the seed that a question has its numbers from."""
    return (item.question.variant, item.question.seed) if isinstance(item, Attempt) else (None, None)


def _where(session: Practice | MixedPractice, item: Attempt | Choosing, console: Console) -> str:
    """The lesson and the seed that a practised line is from."""
    title = session.lesson.title.say(console.language) if session.lesson is not None else ""
    seed = _numbers(item)[1]
    return title if seed is None else f"{title} · {console.sentence('quiz-seed', seed=seed)}"


def _quizzes(arguments: Arguments, console: Console) -> Iterator[LessonQuiz]:
    if arguments.lesson:
        yield _quiz_of(choose(arguments, console), arguments)
        return
    lessons = collection(arguments)
    for head in lessons.lessons:
        lesson = lessons.find(head.id).lesson
        if lesson is not None:
            yield LessonQuiz(lesson)


def _skills(arguments: Arguments, record: Record) -> Sequence[str] | None:
    if arguments.skill:
        for skill in arguments.skill:
            if skill not in SKILLS:
                near = nearest(skill[:60], SKILLS)
                raise failure("quiz-no-skill", skill=skill[:60], known=near or ", ".join(SKILLS))
        return tuple(arguments.skill)
    if not arguments.due:
        return None
    due = due_skills(record.rows(), datetime.now(UTC))
    if not due:
        raise Failure(failure("quiz-nothing-due").message, 0)
    return due

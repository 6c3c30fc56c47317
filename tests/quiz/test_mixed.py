"""Practice of several lessons: each in its turn, all skills alike, every question clear, and its own hints right."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import islice, pairwise
from pathlib import Path

import pytest

from tutor.lesson.collection import Collection
from tutor.lesson.lesson import Lesson
from tutor.quiz.hints import results
from tutor.quiz.sessions import drawing
from tutor.quiz.sessions.attempt import Attempt, Given
from tutor.quiz.sessions.choice import Choosing
from tutor.quiz.sessions.mixed import MixedPractice, mixed
from tutor.quiz.sessions.mixture import CHOICE_EVERY, MOST_NUMBERS, ByChoice, Line, Mixture
from tutor.quiz.skills import CHOICE
from tutor.quiz.variants import Ask, is_clear

ROOT = Path(__file__).parents[2]
LESSONS = Collection(ROOT / "lessons", ROOT / "assets")
CHAPTERS = [
    tuple(head.id for head in LESSONS.lessons if head.chapter == chapter.id and not head.practises)
    for chapter in LESSONS.chapters
]
FEW = ("gates", "three-layers", "losses", "apples")
QUESTIONS = 20


@cache
def find(name: str) -> Lesson | None:
    return LESSONS.find(name).lesson


def practice(
    names: tuple[str, ...], seed: int = 1, skills: tuple[str, ...] | None = None, given: list[Given] | None = None
) -> MixedPractice:
    on_answer = None if given is None else given.append
    return MixedPractice([partial(find, name) for name in names], seed, skills, on_answer)


def items(it: MixedPractice, count: int = QUESTIONS) -> Iterator[tuple[str, Attempt | Choosing]]:
    for _ in range(count):
        assert it.current is not None
        assert it.lesson is not None
        yield it.lesson.id, it.current
        it.next()


def name_of(item: Attempt | Choosing) -> tuple[object, ...]:
    if isinstance(item, Choosing):
        return item.number, item.order
    return item.question.variant, item.question.seed, item.question.address


@pytest.mark.parametrize("names", [names for names in CHAPTERS if names], ids=lambda names: names[0])
def test_twenty_questions_of_every_chapter_are_clear_and_accept_what_their_hints_print(names: tuple[str, ...]) -> None:
    given: list[Given] = []
    lessons: Counter[str] = Counter()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name, item in items(practice(names, given=given)):
            lessons[name] += 1
            if isinstance(item, Choosing):
                item.choose(next(place for place, choice in enumerate(item.choices) if choice.right))
                continue
            question = item.question
            assert is_clear(question.sheet, Ask(question.step.key, question.cell)), name_of(item)
            for index, text in results(question).items():
                item.type(index, text)
            item.check()
    assert [row.verdict for row in given] == ["right"] * QUESTIONS
    assert max(lessons.values()) - min(lessons[name] for name in names) <= 2, lessons


def test_lessons_come_in_turn_beginning_with_the_first() -> None:
    asked = [name for name, _ in items(practice(FEW))]
    assert asked[0] == FEW[0]
    for start in range(0, QUESTIONS, len(FEW)):
        assert sorted(asked[start : start + len(FEW)]) == sorted(FEW)
    assert all(one != other for one, other in pairwise(asked))


def offered(name: str, count: int) -> list[Line]:
    """The lines that a mixture of one lesson would have asked, if there were good numbers for all of them."""
    mixture = Mixture([partial(find, name)], 1)
    asked: list[Line] = []
    while len(asked) < count:
        found = mixture.next()
        assert found
        if not isinstance(found, ByChoice):
            mixture.count(found[0])
            asked.append(found[0])
            assert len({line.quiz for line in found}) == 1
    return asked


@pytest.mark.parametrize(("name", "skills"), [("recurrent", 8), ("gates", 3)])
def test_no_skill_is_asked_more_often_than_another(name: str, skills: int) -> None:
    """However many lines a net has of it."""
    counts = Counter(line.skill for line in offered(name, 10 * skills))
    assert set(counts.values()) == {10}
    assert len(counts) == skills


def test_every_variant_is_asked_and_no_line_twice_while_its_skill_has_another() -> None:
    asked = offered("gates", 30)
    lesson = find("gates")
    assert lesson is not None
    assert {line.quiz.variant for line in asked} == {None, *lesson.variants}
    for skill in {line.skill for line in asked}:
        counts = Counter((line.quiz.variant, line.address) for line in asked if line.skill == skill)
        assert max(counts.values()) - min(counts.values()) <= 1


def test_where_no_numbers_are_good_something_is_asked_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "is_clear", lambda *_: False)
    it = practice(("apples",))
    asked = [name_of(item) for _, item in items(it, 12)]
    assert len(set(asked)) == 12


def test_a_choice_comes_now_and_then_each_once() -> None:
    asked = [(name, item) for name, item in items(practice(("xor", "gates")), 40)]
    choices = [(name, item.number) for name, item in asked if isinstance(item, Choosing)]
    assert len(set(choices)) == len(choices)
    by_choice = [isinstance(item, Choosing) for _, item in asked]
    assert by_choice[: 2 * CHOICE_EVERY] == [False] * 3 + [True] + [False] * 3 + [True]
    assert not any(by_choice[32:])  # none is left
    for name, item in asked:
        lesson = find(name)
        assert lesson is not None
        if isinstance(item, Choosing):
            assert lesson.questions[item.number - 1] is item.question


def test_what_comes_of_a_seed_is_always_the_same() -> None:
    first, again, other = ([name_of(item) for _, item in items(practice(FEW, seed))] for seed in (5, 5, 6))
    assert first == again
    assert first != other


def test_one_skill_is_practised_by_hand_alone() -> None:
    asked = [item for _, item in items(practice(("xor", "gates", "house-price"), skills=("update-sgd",)), 8)]
    assert [item.question.skill for item in asked if isinstance(item, Attempt)] == ["update-sgd"] * 8
    assert practice(("gates",), skills=("update-adam",)).current is None


def test_a_lesson_is_read_when_its_turn_comes() -> None:
    read: list[str] = []

    def reading(name: str) -> Lesson | None:
        read.append(name)
        return find(name)

    it = MixedPractice([partial(reading, name) for name in FEW], 3)
    assert read == [FEW[0]]
    for count in range(2, len(FEW) + 1):
        it.next()
        assert len(read) == count
    list(islice(items(it), QUESTIONS))
    assert sorted(read) == sorted(FEW)


def test_lessons_that_are_not_there_are_passed_over() -> None:
    nobody: Callable[[], Lesson | None] = lambda: None  # noqa: E731
    it = MixedPractice([nobody, partial(find, "apples"), nobody], 1)
    assert {name for name, _ in items(it)} == {"apples"}
    assert MixedPractice([nobody], 1).current is None
    assert MixedPractice([], 1).current is None


def test_lines_that_are_wrong_on_purpose_are_not_practised() -> None:
    lesson = find("gradient-check")
    assert lesson is not None
    wrong = {variant for variant in lesson.variants if lesson.model(variant).wrong}
    assert wrong
    asked = [item for _, item in items(practice(("gradient-check",)), 40) if isinstance(item, Attempt)]
    assert not wrong & {item.question.variant for item in asked}


def test_large_nets_are_asked_only_where_a_lesson_has_no_small_one() -> None:
    def largest(name: str) -> int:
        asked = [item for _, item in items(practice((name,)), 8) if isinstance(item, Attempt)]
        return max(sum(value.size for value in item.question.sheet.values.values()) for item in asked)

    assert largest("kinds-of-learning") <= MOST_NUMBERS < largest("train-validation-test")


def test_a_choice_is_recorded_as_such() -> None:
    given: list[Given] = []
    item = next(item for _, item in items(practice(("xor",), given=given)) if isinstance(item, Choosing))
    item.choose(0)
    assert [row.skill for row in given] == [CHOICE]


def test_a_lesson_that_practises_others_comes_after_them() -> None:
    lessons = [lesson for head in LESSONS.lessons if head.practises and (lesson := find(head.id)) is not None]
    assert lessons
    lesson = min(lessons, key=lambda one: len(one.practises))
    asked = [name for name, _ in items(mixed(lesson, find, 1), 2 * len(lesson.practises) + 2)]
    assert asked[0] == lesson.practises[0]
    assert set(asked) == {*lesson.practises, lesson.id}

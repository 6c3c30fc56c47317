"""The lessons that ship: complete, in both languages, in their chapters, in the terms of the glossary."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tutor.engine.run import Run
from tutor.formula.display import display_name
from tutor.lesson.collection import Collection
from tutor.lesson.curriculum import read_chapters, read_glossary
from tutor.lesson.reading import Reading
from tutor.messages import Words

ROOT = Path(__file__).parents[2]
COLLECTION = Collection(ROOT / "lessons", ROOT / "assets")
HEADS = COLLECTION.lessons
HANGUL = re.compile("[가-힣]")
QUOTED = re.compile(r"\([^()]*\)|\"[^\"]*\"|“[^”]*”")
"""Where an English text may show a Korean word of a deck."""


UNKIND = re.compile(r"\b(simply|obviously|trivial(ly)?|just (do|press|step|take|use|multiply|add))\b", re.IGNORECASE)
"""Words that tell whoever does not see it that he should have."""


def texts(reading: Reading) -> list[Words]:
    """Every text of a lesson that is a sentence."""
    lesson = reading.lesson
    assert lesson is not None
    found = [
        lesson.title,
        lesson.about,
        *(cover.what for cover in lesson.covers),
        *(note.text for note in lesson.notes),
    ]
    for question in lesson.questions:
        found += [question.text, *(choice.text for choice in question.choices)]
        found += [choice.because for choice in question.choices]
    for variant in lesson.variants.values():
        found += [variant.title, variant.about]
    return [words for words in found if words.en]


def test_nothing_is_to_be_complained_about() -> None:
    assert [complaint.render("en") for complaint in COLLECTION.check()] == []
    assert COLLECTION.bad == ()


def test_chapters_and_glossary_are_in_order() -> None:
    assert read_chapters(ROOT / "lessons")[1] == ()
    assert read_glossary(ROOT / "lessons")[1] == ()
    assert [chapter.id for chapter in COLLECTION.chapters] == [
        "start", "lines-and-neurons", "perceptrons", "forward", "slopes", "graphs", "backpropagation", "training-well",
        "beyond",
    ]  # fmt: skip


def test_a_chapter_stands_behind_those_that_it_needs() -> None:
    before: set[str] = set()
    for chapter in COLLECTION.chapters:
        assert before.issuperset(chapter.needs), chapter.id
        before.add(chapter.id)


def test_the_chapters_are_no_mere_chain() -> None:
    """Some chapter needs two others, some is needed by two, and slopes are measured without a perceptron."""
    needs = {chapter.id: chapter.needs for chapter in COLLECTION.chapters}
    assert max(map(len, needs.values())) > 1
    assert max(sum(name in needed for needed in needs.values()) for name in needs) > 1
    ways = [*needs["slopes"]]
    for name in ways:
        ways += needs[name]
    assert "perceptrons" not in ways


def test_each_lesson_is_listed_in_its_chapter() -> None:
    listed = [(chapter.id, name) for chapter in COLLECTION.chapters for name in chapter.lessons]
    assert [(head.chapter, head.id) for head in HEADS if (head.chapter, head.id) not in listed] == []


@pytest.mark.parametrize("head", HEADS, ids=lambda head: head.id)
def test_a_lesson_is_called_like_its_file(head: object) -> None:
    assert getattr(head, "file").stem == getattr(head, "id")  # noqa: B009


@pytest.mark.parametrize("name", [head.id for head in HEADS])
def test_korean_is_korean_and_english_is_english(name: str) -> None:
    for words in texts(COLLECTION.find(name)):
        assert not HANGUL.search(QUOTED.sub("", words.en)), words.en
        assert HANGUL.search(words.ko) or not re.search("[a-z]{4}", words.ko) or words.en == words.ko, words.ko


@pytest.mark.parametrize("name", [head.id for head in HEADS])
def test_notes_are_short_enough_for_a_small_window(name: str) -> None:
    lesson = COLLECTION.find(name).lesson
    assert lesson is not None
    assert [str(note.at) for note in lesson.notes if len(note.text.en) > 480 or len(note.text.ko) > 320] == []


@pytest.mark.parametrize("name", [head.id for head in HEADS])
def test_questions_by_hand_and_by_choice(name: str) -> None:
    lesson = COLLECTION.find(name).lesson
    assert lesson is not None
    assert any(question.ask is not None for question in lesson.questions)
    assert any(question.choices for question in lesson.questions)


@pytest.mark.parametrize("name", [head.id for head in HEADS])
def test_words_are_kind(name: str) -> None:
    for words in texts(COLLECTION.find(name)):
        assert not UNKIND.search(words.en), words.en
        assert not re.search("당연히|당연하", words.ko), words.ko


def test_terms_are_defined_in_both_languages() -> None:
    for term in COLLECTION.glossary:
        assert HANGUL.search(term.words.ko + term.definition.ko)
        assert term.definition.en
        assert term.definition.ko
        assert not HANGUL.search(term.definition.en)


def test_every_term_has_a_lesson() -> None:
    ids = {head.id for head in HEADS}
    assert [term.words.en for term in COLLECTION.glossary if term.lesson not in ids] == []


def test_the_deck_terms_of_the_lessons_are_in_the_glossary() -> None:
    terms = {form for term in COLLECTION.glossary for form in (term.words.en, term.words.ko, *term.also)}
    assert terms >= {
        "forward propagation", "순전파", "backpropagation", "역전파", "gradient", "기울기", "learning rate", "학습률",
        "loss function", "손실 함수", "chain rule", "연쇄법칙", "은닉층", "활성화 함수", "편향", "가중치", "갱신",
        "계산 그래프",
    }  # fmt: skip


@pytest.mark.parametrize("name", [head.id for head in HEADS])
def test_what_learning_alone_reaches_is_not_said_to_be_done_by_hand(name: str) -> None:
    lesson = COLLECTION.find(name).lesson
    assert lesson is not None
    model = lesson.model()
    run = Run(model)
    if lesson.goal is None or model.goal is None or not run.learns:
        return
    if run.run_until(model.goal, model.limit or 0).reason == "condition":
        asked = lesson.goal.en.partition(".")[0], lesson.goal.ko.partition(".")[0]
        assert not re.search(r"\b(by hand|yourself|set|change)\b", asked[0], re.IGNORECASE), asked[0]
        assert not re.search("직접|손으로|바꿔|바꾸", asked[1]), asked[1]


@pytest.mark.parametrize("name", [head.id for head in HEADS])
def test_no_row_or_column_is_called_like_a_value_that_is_computed(name: str) -> None:
    """``y = sigmoid(z2)`` beside a matrix ``Y`` whose column is called y, or ŷ: which of them is meant?"""
    lesson = COLLECTION.find(name).lesson
    assert lesson is not None
    computed = {form: line.name for line in lesson.model().forward for form in _forms(line.name)}
    for value, label in lesson.labels.items():
        for text in {text for words in (*label.rows, *label.columns) for text in words}:
            assert text not in computed or text == display_name(value), (value, text)


def _forms(name: str) -> tuple[str, str]:
    """A name as it is shown, and with a hat."""
    return display_name(name), display_name(f"{name}hat")

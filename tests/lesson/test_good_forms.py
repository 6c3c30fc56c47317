"""Every field of the format in the forms that it may have, and what becomes of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.lesson.helpers import good, lesson_text, read_text
from tutor.engine.address import Address
from tutor.engine.model import Batches, Watch
from tutor.engine.ranges import Range
from tutor.engine.rules import RULES, Rule
from tutor.formula.parse import parse_expression
from tutor.formula.write import write
from tutor.lesson.lesson import UnknownVariantError
from tutor.messages import Words

NO_NET = ("parameters", "training", "watch", "question", "note", "data")
"""The keys of the good lesson that speak of its net."""


def test_the_head(tmp_path: Path) -> None:
    lesson = good(tmp_path)
    assert (lesson.id, lesson.chapter, lesson.minutes) == ("small", "backpropagation", 5)
    assert lesson.title == Words("Small", "작은 레슨")
    assert lesson.about.say("ko") == "작은 신경망이에요."
    assert lesson.file == tmp_path / "small.toml"
    assert not lesson.shipped


def test_only_four_keys_are_needed(tmp_path: Path) -> None:
    text = 'format_version = 1\nid = "a"\ntitle.en = "A"\nmodel = "y = 2 * 3"\n'
    reading = read_text(tmp_path, text)
    assert reading.lesson is not None
    assert {complaint.severity for complaint in reading.complaints} == {"advice"}
    assert reading.lesson.advice == reading.complaints
    assert reading.lesson.title.say("ko") == "A"


def test_texts_flow_into_paragraphs(tmp_path: Path) -> None:
    about = 'about.en = """\none\ntwo\n\n    W = W - eta\nthree\n"""\nabout.ko = "하나"'
    assert good(tmp_path, about).about.en == "one two\n\n    W = W - eta\nthree"


def test_lessons_that_are_practised_keep_their_order(tmp_path: Path) -> None:
    assert good(tmp_path).practises == ()
    assert good(tmp_path, "practises = ['xor', 'apples', 'gates']").practises == ("xor", "apples", "gates")


def test_covers(tmp_path: Path) -> None:
    lesson = good(tmp_path, '[[covers]]\ndeck = "000"\nen = "XOR"\nko = "엑스오어"')
    assert (lesson.covers[0].deck, lesson.covers[0].what.ko) == ("000", "엑스오어")
    assert (lesson.covers[0].lines, lesson.covers[0].at, lesson.covers[0].errata) == ("", None, ())


def test_where_an_item_of_a_deck_is_covered(tmp_path: Path) -> None:
    entries = '''
[[covers]]
deck = "000"
lines = "79-81,103, 105-106"
at = "0/dz2"
errata = [4, 2]
en = "the error"

[[covers]]
deck = "004"
lines = "7"
at = "again"
variant = "twice"
errata = 29
en = "once more"

[variants.twice]
title.en = "Twice"
model = """
again = X @ W1 @ W2
y = sigmoid(again)
L = bce(y, Y)
"""
'''
    reading = read_text(tmp_path, lesson_text(entries))
    assert reading.lesson is not None
    first, second = reading.lesson.covers
    assert (str(first.at), first.variant, first.errata) == ("0/dz2", None, (4, 2))
    assert first.covered_lines == (79, 80, 81, 103, 105, 106)
    assert (str(second.at), second.variant, second.errata, second.covered_lines) == ("again", "twice", (29,), (7,))


def test_the_model_and_its_numbers(tmp_path: Path) -> None:
    model = good(tmp_path).model()
    assert [line.name for line in model.forward] == ["z1", "h", "z2", "y", "L"]
    assert model.data["X"].tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert model.data["X"].dtype == np.float64
    assert model.parameters["b1"].tolist() == [-1.2, 0.8]
    assert not model.data["X"].flags.writeable
    assert not model.parameters["b1"].flags.writeable


def test_formulas_keep_their_places(tmp_path: Path) -> None:
    lesson = good(tmp_path)
    text = lesson.file.read_text()
    line = next(line for line in lesson.model().forward if line.name == "z2")
    assert text.split("\n")[line.place.line - 1][line.place.column - 1 :].startswith("z2 = h @ W2")
    until = lesson.model().until
    assert until is not None
    assert until.place is not None
    assert text.split("\n")[until.place.line - 1][until.place.column - 1 :].startswith("L < 0.02")


@pytest.mark.parametrize(
    ("value", "shape"),
    [("3", ()), ("[1, 2.5]", (2,)), ("[[1], [2], [-3e-2]]", (3, 1)), ("[[[1, 2]], [[3, 4]]]", (2, 1, 2))],
)
def test_numbers_written_out(tmp_path: Path, value: str, shape: tuple[int, ...]) -> None:
    lesson = good(tmp_path, f'model = "y = a + 1"\ndata.a = {value}\nnote = []\nlabels = {{}}', NO_NET)
    assert lesson.model().data["a"].shape == shape


@pytest.fixture(autouse=True)
def _no_advice_about_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here lessons are small; that a lesson should have questions and notes is tested elsewhere."""
    monkeypatch.setattr("tutor.lesson.checks.LEAST_QUESTIONS", 0)
    monkeypatch.setattr("tutor.lesson.checks.LEAST_NOTES", 0)


@pytest.mark.parametrize("name", list(RULES))
def test_rules_by_name(tmp_path: Path, name: str) -> None:
    assert good(tmp_path, f'training = {{ rule = "{name}", eta = 0.1 }}').model().update is RULES[name]


@pytest.mark.parametrize(
    "text", ['"W = W - eta * g"', '"v = W; W = v - eta * g"', '"""\n  W = W - eta * g  # sgd\n"""']
)
def test_rules_as_text(tmp_path: Path, text: str) -> None:
    rule = good(tmp_path, f"training = {{ rule = {text}, eta = 0.1 }}").model().update
    assert isinstance(rule, Rule)
    assert rule.lines[-1].name == "W"


def test_a_whole_update_program(tmp_path: Path) -> None:
    update = good(tmp_path, "[training]\nupdate = '''\nW2 = W2 - eta * dW2\n'''\neta = 0.5").model().update
    assert isinstance(update, tuple)
    assert [(line.name, write(line.expr)) for line in update] == [("W2", "W2 - eta * dW2")]


def test_training(tmp_path: Path) -> None:
    fragment = """
    [training]
    rule = "sgd"
    eta = 1
    lam = 1e-3
    until = '''
    sum(W1**2) * lam < 0.1
    '''
    updates = 10_000
    batches = { of = ["X", "Y"], size = 2, seed = 4, shuffle = false }
    """
    model = good(tmp_path, fragment).model()
    assert model.hyper == {"eta": 1.0, "lam": 1e-3}
    assert model.until == parse_expression("sum(W1**2) * lam < 0.1")
    assert model.limit == 10_000
    assert model.batches == Batches(("X", "Y"), 2, 4, shuffle=False)


def test_batches_take_the_seed_of_the_lesson(tmp_path: Path) -> None:
    model = good(
        tmp_path, 'seed = 9\n[training]\nrule = "sgd"\neta = 1\nbatches = { of = ["X", "Y"], size = 3 }'
    ).model()
    assert model.batches == Batches(("X", "Y"), 3, 9, shuffle=True)
    assert model.seed == 9


def test_watches(tmp_path: Path) -> None:
    fragment = """
    split = { of = ["X", "Y"], validation = 1 }
    [watch]
    accuracy = "mean((y > 0.5) == Y)"
    far = { of = "L", on = "validation", en = "validation loss", ko = "검증 손실", short = { en = "v.", ko = "검" } }
    """
    lesson = good(tmp_path, fragment)
    assert lesson.model().watches["far"] == Watch(parse_expression("L"), "validation")
    assert lesson.model().watches["accuracy"].on == "pass"
    assert lesson.watch_titles == {"far": Words("validation loss", "검증 손실")}
    assert lesson.watch_shorts == {"far": Words("v.", "검")}


def test_a_goal_with_words_and_without(tmp_path: Path) -> None:
    assert good(tmp_path, 'goal = "all(y == Y)"').model().goal == parse_expression("all(y == Y)")
    lesson = good(tmp_path, 'goal = { reach = "all(y == Y)", en = "Set them.", ko = "정해 보세요." }')
    assert lesson.model().goal == parse_expression("all(y == Y)")
    assert lesson.goal == Words("Set them.", "정해 보세요.")


def test_wrong_fuse_and_seed(tmp_path: Path) -> None:
    model = good(tmp_path, 'fuse = false\nseed = 3\nwrong = { dz1 = "dh * h" }').model()
    assert model.wrong == {"dz1": parse_expression("dh * h")}
    assert not model.fuse
    assert model.seed == 3


def test_labels(tmp_path: Path) -> None:
    fragment = """
    [labels]
    X = { rows = ["00", "01", "10", "11"], columns = ["x₁", { en = "size", ko = "크기" }] }
    b1 = { columns = ["h₁", "h₂"] }
    y = { name = { en = "prediction", ko = "예측값" } }
    L = { name = "loss" }
    """
    labels = good(tmp_path, fragment).labels
    assert labels["X"].columns == (Words("x₁", "x₁"), Words("size", "크기"))
    assert labels["X"].rows[3] == Words("11", "11")
    assert labels["y"].name == Words("prediction", "예측값")
    assert labels["L"].name == Words("loss", "loss")
    assert labels["b1"].rows == ()


def test_notes_belong_to_a_line_or_to_a_moment(tmp_path: Path) -> None:
    fragment = """
    [[note]]
    at = "dz1"
    en = "always"
    ko = "늘"
    [[note]]
    at = "0/dz1[0, 1]"
    en = "once"
    ko = "한 번"
    [[note]]
    at = "480"
    en = "then"
    ko = "그때"
    [[note]]
    at = "dy"
    en = "a gradient that fusing leaves out"
    ko = "합쳐서 없어진 기울기"
    """
    lesson = good(tmp_path, fragment)

    def found(update: int, name: str | None) -> list[str]:
        return [note.text.en for note in lesson.notes_at(update, name)]

    assert found(0, "dz1") == ["always", "once"]
    assert found(3, "dz1") == ["always"]
    assert found(480, "W1") == ["then"]
    assert lesson.notes[1].at == Address(0, "dz1", (0, 1))


def test_questions(tmp_path: Path) -> None:
    fragment = """
    [[question]]
    ask = "0/dW2"
    [[question]]
    ask = "12/W1[0,1]"
    en = "Work it out."
    ko = "구해 보세요."
    [[question]]
    en = "Why?"
    ko = "왜?"
    [[question.choices]]
    en = "so"
    ko = "그래서"
    right = true
    because = { en = "yes", ko = "네" }
    [[question.choices]]
    en = "else"
    ko = "아니라서"
    because = { en = "no", ko = "아니요" }
    """
    by_hand, cell, choice = good(tmp_path, fragment).questions
    assert by_hand.ask == Address(0, "dW2")
    assert cell.ask == Address(12, "W1", (0, 1))
    assert cell.text.en == "Work it out."
    assert choice.ask is None
    assert [(entry.right, entry.because.ko) for entry in choice.choices] == [(True, "네"), (False, "아니요")]


def test_views(tmp_path: Path) -> None:
    fragment = """
    [[view]]
    kind = "network"
    [[view]]
    kind = "slice"
    of = ["L", "sum((y - Y)**2)", "accuracy"]
    along = "W2[0,0]"
    range = [-4, 4]
    [[view]]
    kind = "contour"
    of = "L"
    along = ["b2[0]", "W2[0,0]"]
    range = [[-1, 1], [-2.5, 2]]
    """
    network, cut, contour = good(tmp_path, fragment).views
    assert (network.kind, network.of, network.along, network.ranges) == ("network", (), (), ())
    assert cut.of[1] == parse_expression("sum((y - Y)**2)")
    assert cut.along == (Address(None, "W2", (0, 0)),)
    assert cut.ranges == ((-4.0, 4.0),)
    assert contour.ranges == ((-1.0, 1.0), (-2.5, 2.0))


def test_a_search(tmp_path: Path) -> None:
    fragment = """
    [search]
    trials = 20
    updates = 300
    watch = "accuracy"
    best = "lowest"
    rounds = 3
    seed = 5
    ranges.eta = { from = 1e-3, to = 1, scale = "log" }
    """
    search = good(tmp_path, fragment).search
    assert search is not None
    assert search.ranges == (Range("eta", 1e-3, 1.0, "log"),)
    assert (search.trials, search.updates, search.rounds, search.seed) == (20, 300, 3, 5)
    assert (search.watch, search.highest) == ("accuracy", False)


def test_variants_replace_by_key(tmp_path: Path) -> None:
    fragment = """
    [variants.far]
    title = { en = "Far", ko = "멀리" }
    parameters.W1 = [[9, 9], [9, 9]]
    training.eta = 7
    watch.loss = "L"
    [variants.own]
    title = { en = "Own", ko = "직접" }
    training.update = "W2 = W2 - eta * dW2"
    fuse = false
    [variants.line]
    title = { en = "Line", ko = "직선" }
    about = { en = "One layer.", ko = "층 하나." }
    model = '''
    z2 = X @ w
    y = sigmoid(z2)
    L = bce(y, Y)
    '''
    parameters.w = [[1], [2]]
    """
    lesson = good(tmp_path, fragment)
    far, own, line = lesson.model("far"), lesson.model("own"), lesson.model("line")
    assert far.parameters["W1"].tolist() == [[9, 9], [9, 9]]
    assert far.parameters["b1"].tolist() == [-1.2, 0.8]
    assert (far.hyper, list(far.watches)) == ({"eta": 7.0}, ["accuracy", "loss"])
    assert far.data["X"] is lesson.model().data["X"]
    assert isinstance(own.update, tuple)
    assert not own.fuse
    assert list(line.parameters) == ["w"]
    assert lesson.variants["line"].about.en == "One layer."
    assert lesson.model().parameters["W1"].tolist() == [[1.2, 1.4], [-1.0, -0.7]]
    with pytest.raises(UnknownVariantError) as found:
        lesson.model("fra")
    assert found.value.message.key == "lesson.unknown-variant-near"
    assert "far" in found.value.message.say("ko")


def test_notes_questions_and_views_of_a_variant(tmp_path: Path) -> None:
    fragment = """
    [variants.own]
    title = { en = "Own", ko = "직접" }
    training.update = '''
    late = dz2 @ W2.T
    W1 = W1 - eta * X.T @ late
    '''
    [[note]]
    at = "late"
    variant = "own"
    en = "late"
    ko = "늦은"
    [[question]]
    ask = "0/late"
    variant = "own"
    [[view]]
    kind = "network"
    variant = "own"
    """
    lesson = good(tmp_path, fragment)
    assert lesson.notes_at(0, "late", "own")[0].text.ko == "늦은"
    assert lesson.notes_at(0, "late") == ()
    assert [len(lesson.questions_of(variant)) for variant in (None, "own")] == [0, 1]
    assert [len(lesson.views_of(variant)) for variant in (None, "own")] == [0, 1]


def test_what_belongs_to_the_lesson_as_it_stands_belongs_to_none_of_its_variants(tmp_path: Path) -> None:
    entry = """
    [[{kind}]]
    variant = "{variant}"
    {more}
    """
    more = {
        "note": 'at = "dz2"\nen = "a"\nko = "가"',
        "question": 'ask = "0/dz2"',
        "view": 'kind = "network"',
        "covers": 'deck = "000"\nen = "a"\nko = "가"\nat = "0/z1"',
    }
    texts = [entry.format(kind=kind, variant="", more=text) for kind, text in more.items()]
    texts.append('[[question]]\nask = "0/dW2"\n[[question]]\nask = "1/b2"')
    far = """
    [variants.far]
    title = { en = "Far", ko = "멀리" }
    parameters.b2 = [3]
    """
    lesson = good(tmp_path, "\n".join([*texts, far]))
    assert [len(lesson.notes_at(0, "dz2", variant)) for variant in (None, "far")] == [1, 0]
    assert [len(lesson.questions_of(variant)) for variant in (None, "far")] == [3, 2]
    assert [len(lesson.views_of(variant)) for variant in (None, "far")] == [1, 0]
    assert lesson.covers[0].variant is None  # a cover without one is the lesson's own as well


def test_parameters_take_the_place_of_the_initial_ones(tmp_path: Path) -> None:
    lesson = good(tmp_path)
    model = lesson.model(parameters={"b2": np.array([3.0])})
    assert model.parameters["b2"].tolist() == [3.0]
    assert model.parameters["b1"] is lesson.model().parameters["b1"]
    for wrong in ({"b3": np.array([3.0])}, {"b2": np.array(3.0)}):
        with pytest.raises(ValueError, match="b"):
            lesson.model(parameters=wrong)


def test_a_lesson_with_advice_opens_all_the_same(tmp_path: Path) -> None:
    reading = read_text(tmp_path, lesson_text('title = { en = "Small" }', without=["about", "note"]))
    assert reading.lesson is not None
    assert sorted(complaint.message.key for complaint in reading.complaints) == [
        "lesson.missing-language", "lesson.no-about",
    ]  # fmt: skip

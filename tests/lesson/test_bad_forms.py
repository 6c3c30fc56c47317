"""Every complaint that a lesson's text can earn, and that it stands at the right place."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.lesson.helpers import keys, lesson_text, place_of, read_text


class Bad(NamedTuple):
    """A fragment put into the good lesson, where ‹ marks the place, and the complaint that it earns there.

    Without a mark the complaint is about the file as a whole.
    """

    fragment: str
    key: str
    without: tuple[str, ...] = ()


ELSEWHERE = "[variants.far]\ntitle = { en = 'a', ko = '가' }\nmodel = 'only = sum(X @ W1 + b1)'"
"""A variant with a model of its own."""

STRUCTURE = [
    Bad("‹abuot = 1", "unknown-key-near"),
    Bad("‹qqqqqq = 1", "unknown-key"),
    Bad("[training]\nrule = 'sgd'\neta = 1\nbatches = { of = ['X'], ‹sise = 1, size = 1 }", "unknown-key-near"),
    Bad("", "missing-key", ("model",)),
    Bad("", "missing-key", ("id",)),
    Bad("[[‹note]]\nen = 'text'\nko = '글'", "missing-key"),
    Bad('minutes = ‹"5"', "wrong-kind"),
    Bad("minutes = ‹true", "wrong-kind"),
    Bad("minutes = ‹1979-05-27", "wrong-kind"),
    Bad("minutes = ‹0", "wrong-form"),
    Bad("minutes = ‹601", "wrong-form"),
    Bad("minutes = ‹2.5", "wrong-form"),
    Bad("format_version = ‹'1'", "wrong-kind"),
    Bad("format_version = ‹true", "wrong-kind"),
    Bad("format_version = ‹1.5", "other-version"),
    Bad("id = ‹'Small Net'", "wrong-form"),
    Bad("id = ‹'../small'", "wrong-form"),
    Bad("id = ‹3", "wrong-kind"),
    Bad("id = ‹'train'", "id-is-a-command"),
    Bad("title = ‹'Small'", "wrong-kind"),
    Bad("‹title = {}", "no-text"),
    Bad("title = { en = ‹' ', ko = '글' }", "empty-text"),
    Bad(f"title = {{ en = ‹'{'x' * 121}', ko = '글' }}", "text-too-long"),
    Bad('about = { en = ‹"a\\u001b[2J", ko = "글" }', "control-character"),
    Bad('about = { en = ‹"a\\u202e", ko = "글" }', "control-character"),
    Bad("note = ‹3", "wrong-kind"),
    Bad("‹[note]\nat = 'dz1'", "table-not-list"),
    Bad("‹[[data]]\nX = 1", "wrong-kind"),
    Bad("fuse = ‹1", "wrong-kind"),
    Bad("question = ‹[" + "{ ask = '0/dz1' }," * 201 + "]", "wrong-count"),
    Bad("[‹training]\n" + "\n".join(f"h{number} = 1" for number in range(201)), "too-many-keys"),
    Bad("[training]\nrule = 'sgd'\neta = 1\n‹'two words' = 1", "wrong-name"),
    Bad("[variants.‹Far]\ntitle = { en = 'a', ko = '가' }", "wrong-name"),
    Bad("‹[covers]\nen = 'a'", "table-not-list"),
    Bad("practises = ‹'xor'", "wrong-kind"),
    Bad("practises = ‹[]", "wrong-count"),
    Bad("practises = ['xor', ‹'Xor 2']", "wrong-form"),
    Bad("practises = ['xor', 'gates', ‹'xor' ]", "practises-twice"),
    Bad("practises = ['xor', ‹'small']", "practises-itself"),
]

ARRAYS = [
    Bad("data.X = ‹'csv'\ndata.Y = 1", "wrong-kind"),
    Bad("data.X = ‹true\ndata.Y = 1", "wrong-kind"),
    Bad("data.X = ‹[]\ndata.Y = 1", "no-numbers"),
    Bad("data.X = [[1, 2], ‹[]]\ndata.Y = 1", "no-numbers"),
    Bad("data.X = [[1, 2], ‹[3]]\ndata.Y = 1", "ragged"),
    Bad("data.X = [[1, 2], ‹3]\ndata.Y = 1", "ragged"),
    Bad("data.X = [[1, ‹'2']]\ndata.Y = 1", "wrong-kind"),
    Bad("data.X = [[1, ‹true]]\ndata.Y = 1", "wrong-kind"),
    Bad("data.X = [[1,\n  ‹nan]]\ndata.Y = 1", "not-finite"),
    Bad("data.X = ‹-inf\ndata.Y = 1", "not-finite"),
    Bad("data.X = ‹1e999\ndata.Y = 1", "not-finite"),
    Bad(f"data.X = ‹1{'0' * 400}\ndata.Y = 1", "not-finite"),
    Bad("data.X = [[[[‹[1]]]]]\ndata.Y = 1", "too-many-axes"),
    Bad("data.X = ‹{}\ndata.Y = 1", "wrong-kind"),
    Bad("data.X = { ‹cvs = 'a.csv' }\ndata.Y = 1", "unknown-key-near"),
    Bad("data.X = { random = ‹'norma', shape = [1] }\ndata.Y = 1", "unknown-word-near"),
    Bad("data.X = { random = ‹'zzz', shape = [1] }\ndata.Y = 1", "unknown-word"),
    Bad("data.X = { random = ‹3, shape = [1] }\ndata.Y = 1", "wrong-kind"),
    Bad("data.‹X = { random = 'normal' }\ndata.Y = 1", "missing-key"),
    Bad("data.X = { random = 'normal', shape = ‹3 }\ndata.Y = 1", "wrong-kind"),
    Bad("data.X = { random = 'normal', shape = [‹0] }\ndata.Y = 1", "wrong-kind"),
    Bad("data.X = { random = 'normal', shape = [‹2.5] }\ndata.Y = 1", "wrong-kind"),
    Bad("data.X = { random = 'normal', shape = ‹[1, 1, 1, 1, 1] }\ndata.Y = 1", "too-many-axes"),
    Bad("data.X = { random = 'normal', shape = ‹[100_000, 10_000] }\ndata.Y = 1", "too-many-elements"),
    Bad("data.X = { random = 'normal', shape = ‹[1_000_000_000] }\ndata.Y = 1", "too-many-elements"),
    Bad(f"data.X = {{ random = 'normal', shape = ‹[{9 * 10**18}, {9 * 10**18}] }}\ndata.Y = 1", "too-many-elements"),
    Bad(
        "data.X = { random = 'normal', shape = [9_000_000] }\ndata.Y = ‹{ random = 'normal', shape = [9_000_000] }",
        "too-many-elements-in-all",
    ),
    Bad("data.X = { random = 'normal', shape = [1], seed = ‹-1 }\ndata.Y = 1", "wrong-form"),
    Bad("data.X = { random = 'normal', shape = [1], std = ‹0 }\ndata.Y = 1", "wrong-form"),
    Bad("data.X = { random = 'normal', shape = [1], std = ‹inf }\ndata.Y = 1", "not-finite"),
    Bad("data.X = { random = 'normal', shape = [1], ‹low = 0 }\ndata.Y = 1", "unknown-key"),
    Bad("data.X = ‹{ random = 'uniform', shape = [1], low = 2 }\ndata.Y = 1", "empty-range"),
    Bad("data.X = { csv = ‹'../a.csv' }\ndata.Y = 1", "data-file"),
    Bad("data.X = { csv = ‹'a.csv' }\ndata.Y = 1", "data-file"),
    Bad("parameters.W1 = { ‹int = 'he', shape = [2, 2] }", "unknown-key-near"),
    Bad("parameters.W1 = { init = ‹'hee', shape = [2, 2] }", "unknown-word-near"),
    Bad("parameters.W1 = { init = 'constant', shape = [2, 2], ‹vale = 3, value = 3 }", "unknown-key-near"),
    Bad("parameters.W1 = ‹{ init = 'he', shape = [3, 1, 2, 2] }", "inputs-needed"),
]

MODEL = [
    Bad('model = """\nL = ‹sigmod(2)\n"""', "formula.unknown-operation-near"),
    Bad('model = """\nz = X @ W1\n\n  L = sum(‹zz)\n"""', "formula.unknown-name-near"),
    Bad("model = 'L = sum(X + ‹V9)'", "formula.unknown-name"),
    Bad("model = ‹''", "empty-text"),
    Bad("model = ‹'# nothing'", "empty-text"),
    Bad('model = ‹"L = 1 \\u002b 2"', "backslash-in-formula"),
    Bad('model = ‹"""\\\n  L = 1\n"""', "backslash-in-formula"),
    Bad("training = { rule = 'sgd', eta = 1, until = 'L < ‹M' }", "formula.unknown-name"),
    Bad("training = { rule = 'sgd', eta = 1, until = '''\n\n  L < ‹M''' }", "formula.unknown-name"),
    Bad("training = { rule = ‹'sdg', eta = 1 }", "unknown-rule-near"),
    Bad("training = { rule = ‹'zzz', eta = 1 }", "unknown-rule"),
    Bad("‹training = { rule = 'sgd' }", "engine.eta-missing"),
    Bad("‹training = { eta = 1 }", "no-rule"),
    Bad("training = { rule = 'sgd', eta = 1, ‹update = 'W1 = W1' }", "rule-and-update"),
    Bad("training = { rule = 'sgd', eta = 1, ‹zeta = 2 }", "unread-hyper"),
    Bad("training = { rule = 'momentum', eta = 1, ‹alhpa = 2 }", "unread-hyper-near"),
    Bad("training = { rule = 'sgd', eta = ‹'1' }", "wrong-kind"),
    Bad("training = { rule = 'sgd', eta = ‹nan }", "not-finite"),
    Bad("training = { rule = 'sgd', eta = 1, ‹sum = 2 }", "reserved-name"),
    Bad("training = { rule = 'sgd', eta = 1, ‹X = 2 }", "name-twice"),
    Bad("training = { rule = 'sgd', eta = 1, ‹training = 2 }", "reserved-name"),
    Bad("training = { rule = 'sgd', eta = 1, updates = ‹0 }", "wrong-form"),
    Bad("training.rule = 'sgd'\ntraining.eta = 1\ntraining.batches = { of = ['X', ‹'Z'], size = 2 }", "unknown-data"),
    Bad(
        "training.rule = 'sgd'\ntraining.eta = 1\ntraining.batches = { of = [‹'XY'], size = 2 }\n"
        "data = { X1 = [[0, 0]], X = [[0, 0]], Y = [[0]] }",
        "unknown-data-near",
    ),
    Bad(
        "training.rule = 'sgd'\ntraining.eta = 1\ntraining.batches = { of = ['X', 'Y'], size = ‹5 }", "batch-too-large"
    ),
    Bad("[‹split]\nof = ['X', 'Y']\nvalidation = 4", "split-too-large"),
    Bad("[‹split]\nof = ['X', 'Y']\ntrain = 4\ntest = 1", "split-too-large"),
    Bad("data = { X = [[0, 0]], Y = [[1], [1]] }\nsplit = { of = ['X', ‹'Y'], test = 1 }", "rows-differ"),
    Bad("data = { X = 1, Y = [[1]] }\nsplit = { of = [‹'X'], test = 1 }", "data-without-rows"),
    Bad("watch = { far = { of = '‹L', on = 'test' } }", "engine.watch-part"),
    Bad("watch = { far = { of = 'L', on = ‹'tset' } }", "unknown-word-near"),
    Bad("watch = { far = '‹y' }", "engine.watch-one-number"),
    Bad("goal = 'y == ‹Q'", "formula.unknown-name"),
    Bad("goal = ‹3", "wrong-kind"),
    Bad("wrong = { dz9 = '‹dh * h' }", "engine.wrong-no-line"),
]

TEXTS = [
    Bad("[[note]]\nat = ‹'0/dz9'\nen = 'a'\nko = '가'", "unknown-value-near"),
    Bad("[[note]]\nat = ‹'0/qqqq'\nen = 'a'\nko = '가'", "unknown-value"),
    Bad("[[note]]\nat = ‹'0//dz1'\nen = 'a'\nko = '가'", "engine.bad-address"),
    Bad("[[note]]\nat = ‹'dz1[0,2]'\nen = 'a'\nko = '가'", "no-such-cell"),
    Bad("[[note]]\nat = ‹'dz1[0]'\nen = 'a'\nko = '가'", "no-such-cell"),
    Bad("[[note]]\nat = 'dz1'\nvariant = ‹'far'\nen = 'a'\nko = '가'", "no-such-variant"),
    Bad(
        "[[note]]\nat = 'dz1'\nvariant = ‹'fra'\nen = 'a'\nko = '가'\n[variants.far]\ntitle = { en = 'a', ko = '가' }",
        "no-such-variant-near",
    ),
    Bad("[[‹note]]\nat = 'dz1'", "no-text"),
    Bad("[[question]]\nask = ‹'dz1'", "ask-what"),
    Bad("[[question]]\nask = ‹'12'", "ask-what"),
    Bad("[[question]]\nask = ‹'0/W1'", "ask-given"),
    Bad("[[question]]\nask = ‹'3/X'", "ask-given"),
    Bad("[[question]]\nask = ‹'0/zz1'", "unknown-value-near"),
    Bad("[[‹question]]\nen = 'a'\nko = '가'", "ask-or-choices"),
    Bad(
        "[[‹question]]\nask = '0/dz1'\nchoices = [{ en = 'a', ko = '가', right = true }, { en = 'b', ko = '나' }]",
        "ask-or-choices",
    ),
    Bad(
        "[[question]]\nen='a'\nko='가'\n‹choices = [{ en = 'a', ko = '가' }, { en = 'b', ko = '나' }]", "right-choices"
    ),
    Bad("[[question]]\nen='a'\nko='가'\nchoices = ‹[{ en = 'a', ko = '가', right = true }]", "wrong-count"),
    Bad(
        "[[‹question]]\nchoices = [{ en = 'a', ko = '가', right = true }, { en = 'b', ko = '나' }]",
        "no-text",
    ),
    Bad("[[covers]]\ndeck = '000'\nen = 'a'\nko = '가'\nat = ‹'0/dz9'", "unknown-value-near"),
    Bad("[[covers]]\ndeck = '000'\nen = 'a'\nko = '가'\nat = ‹'0//dz1'", "engine.bad-address"),
    Bad("[[covers]]\ndeck = '000'\nen = 'a'\nko = '가'\nat = ‹'dz1[0,2]'", "no-such-cell"),
    Bad("[[covers]]\ndeck = '000'\nen = 'a'\nko = '가'\nvariant = ‹'far'\nat = 'dz1'", "no-such-variant"),
    Bad(f"[[note]]\nat = ‹'only'\nvariant = ''\nen = 'a'\nko = '가'\n{ELSEWHERE}", "unknown-value"),
    Bad(f"[[question]]\nask = ‹'0/only'\nvariant = ''\n{ELSEWHERE}", "unknown-value"),
    Bad(f"[[view]]\nkind = 'curve'\nof = '‹only'\nvariant = ''\n{ELSEWHERE}", "formula.unknown-name"),
    Bad("[[note]]\nat = 'dz1'\nvariant = ‹' '\nen = 'a'\nko = '가'", "wrong-form"),
    Bad(f"[[covers]]\ndeck = '000'\nen = 'a'\nko = '가'\nat = ‹'only'\n{ELSEWHERE}", "unknown-value"),
    Bad("[[covers]]\ndeck = '000'\nen = 'a'\nko = '가'\nlines = ‹'79 to 83'", "wrong-form"),
    Bad("[[covers]]\ndeck = '000'\nen = 'a'\nko = '가'\nlines = ‹'1, 83-79'", "empty-range"),
    Bad("[[covers]]\ndeck = '000'\nen = 'a'\nko = '가'\nerrata = ‹'one'", "wrong-kind"),
    Bad("[[covers]]\ndeck = '000'\nen = 'a'\nko = '가'\nerrata = [1, ‹0]", "wrong-form"),
    Bad("[[‹covers]]\ndeck = '000'\nlines = '79'", "no-text"),
    Bad("[[‹figure]]\nat = '0/L'", "missing-key"),
    Bad("[[figure]]\nat = ‹'0/dz9'\nis = '1'", "unknown-value-near"),
    Bad("[[figure]]\nat = ‹'0/qqqqqqq'\nis = '1'", "unknown-value"),
    Bad("[[figure]]\nat = ‹'0//L'\nis = '1'", "engine.bad-address"),
    Bad("[[figure]]\nat = ‹'L'\nis = '1'", "figure-what"),
    Bad("[[figure]]\nat = ‹'3'\nis = '1'", "figure-what"),
    Bad("[[figure]]\nat = ‹'0/W1[2]'\nis = '1 2'", "no-such-cell"),
    Bad("[[figure]]\nat = ‹'0/W1[0,2]'\nis = '1'", "no-such-cell"),
    Bad("[[figure]]\nat = ‹'0/W1[0,0,0]'\nis = '1'", "no-such-cell"),
    Bad("[[figure]]\nat = '0/W1'\nis = ‹'1 2 3'", "figure-count"),
    Bad("[[figure]]\nat = '0/W1[0]'\nis = ‹'1 2 3 4'", "figure-count"),
    Bad("[[figure]]\nat = '0/accuracy'\nis = ‹'1 2'", "figure-count"),
    Bad("[[figure]]\nat = '0/L'\nis = ‹'0,5'", "wrong-form"),
    Bad("[[figure]]\nat = '0/L'\nis = ‹' '", "empty-text"),
    Bad("[[figure]]\nat = '0/L'\nis = ‹0.5", "wrong-kind"),
    Bad("[[figure]]\nat = '0/L'\nis = '1'\nvariant = ‹'far'", "no-such-variant"),
    Bad("[[figure]]\nat = '0/L'\nis = '1'\n‹source = {}", "no-text"),
    Bad("labels.‹XX = { name = 'a' }", "unknown-value-near"),
    Bad("labels.X = { ‹rows = ['a', 'b'] }", "labels-count"),
    Bad("labels.b1 = { ‹rows = ['a', 'b'] }", "labels-without-axis"),
    Bad("labels.X = { columns = ['a', ‹3] }", "wrong-kind"),
    Bad("[[view]]\nkind = ‹'pie'", "unknown-word"),
    Bad("[[‹view]]\nof = 'L'", "missing-key"),
    Bad("[[view]]\nkind = 'slice'\nof = ['L', 'L + ‹M']", "formula.unknown-name"),
    Bad("[[view]]\nkind = 'slice'\nalong = ‹'WW2[0,0]'", "unknown-value-near"),
    Bad("[[view]]\nkind = 'slice'\nrange = ‹[4, -4]", "empty-range"),
    Bad("[[view]]\nkind = 'contour'\nrange = [[-4, 4], ‹[1, 1]]", "empty-range"),
    Bad("[[view]]\nkind = 'slice'\nrange = ‹[1, 2, 3]", "wrong-count"),
    Bad("[[view]]\nkind = 'slice'\nrange = ‹3", "wrong-kind"),
]

SEARCH = [
    Bad("[‹search]\nranges.eta = { from = 1, to = 2 }\nupdates = 5\nwatch = 'accuracy'", "missing-key"),
    Bad("[search]\nranges.eta = ‹{ from = 2, to = 2 }\ntrials = 1\nupdates = 5\nwatch = 'accuracy'", "empty-range"),
    Bad(
        "[search]\nranges.eta = { from = ‹0, to = 2, scale = 'log' }\ntrials = 1\nupdates = 5\nwatch = 'accuracy'",
        "log-range",
    ),
    Bad(
        "[search]\nranges.eta = { from = 1, to = 2 }\ntrials = 1\nupdates = 5\nwatch = ‹'acuracy'", "unknown-watch-near"
    ),
    Bad("[search]\nranges.eta = { from = 1, to = 2 }\ntrials = 1\nupdates = 5\nwatch = ‹'zzz'", "unknown-watch"),
    Bad(
        "[search]\nranges.‹etta = { from = 1, to = 2 }\ntrials = 1\nupdates = 5\nwatch = 'accuracy'",
        "unknown-hyper-near",
    ),
    Bad("[search]\nranges.‹qq = { from = 1, to = 2 }\ntrials = 1\nupdates = 5\nwatch = 'accuracy'", "unknown-hyper"),
    Bad(
        "[‹search]\nranges.eta = { from = 1, to = 2 }\ntrials = 1\nupdates = 5\nwatch = 'accuracy'",
        "search-without-training",
        ("training", "question"),
    ),
]

VARIANTS = [
    Bad("[variants.far]\ntitle = { en = 'a', ko = '가' }\n‹labels = {}", "unknown-key"),
    Bad("[variants.far]\ntitle = { en = 'a', ko = '가' }\nmodel = 'L = sum(X @ W1 + ‹Q)'", "formula.unknown-name"),
    Bad("[variants.far]\ntitle = { en = 'a', ko = '가' }\nparameters.W1 = [[1, ‹nan]]", "not-finite"),
]

ALL = STRUCTURE + ARRAYS + MODEL + TEXTS + SEARCH + VARIANTS


@pytest.mark.parametrize("bad", ALL, ids=lambda bad: f"{bad.key} {bad.fragment}"[:70])
def test_the_complaint_and_its_place(tmp_path: Path, bad: Bad) -> None:
    fragment = bad.fragment.replace("‹", "")
    text = lesson_text(fragment, bad.without)
    offset = text.rindex(fragment) + bad.fragment.index("‹") if "‹" in bad.fragment else 0
    expected = (text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))
    reading = read_text(tmp_path, text)
    assert reading.lesson is None
    key = bad.key if "." in bad.key else f"lesson.{bad.key}"
    found = {(complaint.message.key, complaint.line, complaint.column) for complaint in reading.complaints}
    assert (key, *expected) in found, "\n".join(complaint.render("en") for complaint in reading.complaints)
    for complaint in reading.complaints:
        assert len({complaint.message.key, complaint.message.say("en"), complaint.message.say("ko")}) == 3


def test_all_complaints_of_a_file_at_once(tmp_path: Path) -> None:
    fragment = """
    abuot = 1
    minutes = "5"
    data = { X = [[1, 2], [3]], Y = 1 }
    training = { rule = "sdg", etaa = 1 }
    model = '''
    z = sigmod(X)
    L = sum(z
    '''
    [[note]]
    at = "0//"
    en = "a"
    """
    reading = read_text(tmp_path, lesson_text(fragment))
    assert set(keys(reading.complaints)) >= {
        "lesson.unknown-key-near",
        "lesson.wrong-kind",
        "lesson.ragged",
        "lesson.unknown-rule-near",
        "formula.unknown-operation-near",
        "formula.unclosed-bracket",
        "engine.bad-address",
        "lesson.missing-language",
    }
    places = [(complaint.line, complaint.column) for complaint in reading.complaints]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("fragment", "key", "without"),
    [
        ("title = { ko = '작은 레슨' }", "missing-language", ()),
        ("", "no-about", ("about",)),
        ("", "no-notes", ("note",)),
        ("question = [{ ask = '0/dz2' }]", "few-questions", ()),
        (
            "[[question]]\nen='a'\nko='가'\nchoices=[{ en = 'a', ko = '가', right = true }, { en = 'b', ko = '나' }]",
            "no-reason",
            (),
        ),
        ("[variants.far]\ntraining.eta = 1", "variant-without-title", ()),
    ],
)
def test_what_is_incomplete_is_advice_for_others_and_an_error_for_the_curriculum(
    tmp_path: Path, fragment: str, key: str, without: tuple[str, ...]
) -> None:
    text = lesson_text(fragment, without)
    own, shipped = read_text(tmp_path, text), read_text(tmp_path, text, shipped=True)
    assert own.lesson is not None
    assert ("advice", f"lesson.{key}") in {(found.severity, found.message.key) for found in own.complaints}
    assert shipped.lesson is None
    assert ("error", f"lesson.{key}") in {(found.severity, found.message.key) for found in shipped.complaints}


@pytest.mark.parametrize(
    ("fragment", "key", "without", "advice"),
    [
        ("chapter = 'backpropagatoin'", "unknown-chapter-near", (), True),
        ("chapter = 'zzz'", "unknown-chapter", (), True),
        ("", "missing-key", ("chapter",), False),
        ("", "missing-key", ("minutes",), False),
    ],
)
def test_the_curriculum_has_chapters_and_minutes(
    tmp_path: Path, fragment: str, key: str, without: tuple[str, ...], advice: bool
) -> None:
    text = lesson_text(fragment, without)
    own = read_text(tmp_path, text)
    assert own.lesson is not None
    assert keys(own.complaints) == [f"lesson.{key}"] * advice
    shipped = read_text(tmp_path, text, shipped=True)
    assert shipped.lesson is None
    assert f"lesson.{key}" in keys(shipped.complaints)


def test_the_good_lesson_is_good_enough_to_ship(tmp_path: Path) -> None:
    assert read_text(tmp_path, lesson_text(), shipped=True).complaints == ()


def test_a_value_that_nothing_reads_is_advice(tmp_path: Path) -> None:
    reading = read_text(tmp_path, lesson_text("data = { X = [[0, 0]], Y = [[1]], Z = 3 }"))
    assert reading.lesson is not None
    assert keys(reading.complaints) == ["lesson.unread-value"]
    assert reading.complaints[0].message.parameters["name"] == "Z"


def test_a_broken_line_does_not_hide_the_others_nor_blame_them(tmp_path: Path) -> None:
    model = 'model = """\nz = sigmod(X @ W1)\nh = z + b1\ns = h + q\nL = sum(Y @ X)\n"""'
    text = lesson_text(model, ["note", "question"])
    reading = read_text(tmp_path, text)
    errors = [complaint for complaint in reading.complaints if complaint.severity == "error"]
    assert [(found.line, found.column) for found in errors] == [place_of(text, "sigmod"), place_of(text, "Y @ X")]


@pytest.mark.parametrize(
    "line", ["h = sigmod(z)", "h = sigmoid(z", "h : sigmoid(z)", "h += sigmoid(z)", "h sigmoid(z)", "sigmoid(z) = h"]
)
@pytest.mark.parametrize("variants", ["", "[variants.far]\ntitle = { en = 'a', ko = '나' }\ntraining.eta = 1"])
def test_one_mistake_is_one_complaint(tmp_path: Path, line: str, variants: str) -> None:
    model = f'model = """\nz = X @ W1 + b1\n{line}\ny = sigmoid(h @ W2 + b2)\nL = bce(y, Y)\n"""\n{variants}'
    text = lesson_text(model, ["note", "question"])
    reading = read_text(tmp_path, text)
    errors = [complaint for complaint in reading.complaints if complaint.severity == "error"]
    assert [found.line for found in errors] == [place_of(text, line)[0]]


def test_bad_numbers_are_not_blamed_on_the_formulas_that_read_them(tmp_path: Path) -> None:
    reading = read_text(tmp_path, lesson_text("parameters = { W1 = [[nan]], W2 = [[1]], b1 = 1, b2 = 1 }"))
    assert [key for key in keys(reading.complaints) if "few" not in key] == ["lesson.not-finite"]

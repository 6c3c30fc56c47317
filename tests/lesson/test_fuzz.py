"""Whatever a lesson file contains: the reader comes back, with a lesson or with complaints that say what and where."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from tests.lesson.helpers import ASSETS
from tutor.lesson.complaint import EXCERPT_COLUMNS
from tutor.lesson.curriculum import NOT_LESSONS, read_chapters, read_glossary
from tutor.lesson.reading import Reading, read_lesson
from tutor.messages import LANGUAGES

LESSONS = Path(__file__).parents[2] / "lessons"
TEXTS = {
    file.name: file.read_text(encoding="utf-8")
    for file in sorted(LESSONS.glob("*.toml"))
    if file.name not in NOT_LESSONS
}
TEXTS["all-fields"] = """
format_version = 1
id = "all-fields"
seed = 3
fuse = false
title = { en = "All", ko = "모두" }
goal = { reach = "all(y == Y)", en = "a", ko = "가" }
model = '''
h = tanh(X @ W + b)
mask = bernoulli(p, h)
d = mask * h / p
y = softmax(h)
L = cross_entropy(y, Y) + lam * sum(W**2)
'''
wrong = { dh = "dy" }
split = { of = ["X", "Y"], train = 4, validation = 2, test = 2, seed = 1 }
[data]
X = { random = "normal", shape = [8, 2], seed = 3, std = 2.0 }
Y = [[1, 0], [0, 1], [1, 0], [0, 1], [1, 0], [0, 1], [1, 0], [0, 1]]
p = 0.5
[parameters]
W = { init = "xavier", shape = [2, 2], seed = 7 }
b = { init = "constant", shape = [2], value = 0.1 }
[training]
rule = '''
m = beta1 * m + (1 - beta1) * g
W = W - eta * m
'''
eta = 0.1
lam = 1e-3
until = "L < 0.02"
updates = 100
batches = { of = ["X", "Y"], size = 3, seed = 5, shuffle = true }
[watch]
far = { of = "L", on = "validation", en = "far", ko = "먼" }
[labels]
W = { name = "w", rows = ["a", "b"], columns = [{ en = "c", ko = "다" }, "d"] }
[[figure]]
at = "3/W[1]"
is = ".02 -1.5e3"
source = { en = "a", ko = "가" }
[[figure]]
at = "3/far"
is = "1"
variant = "other"
[[note]]
at = "0/dW[0,1]"
en = "a"
ko = "가"
[[question]]
ask = "1/W.m"
[[question]]
en = "a"
ko = "가"
choices = [{ en = "b", ko = "나", right = true }, { en = "c", ko = "다" }]
[[view]]
kind = "slice"
of = ["L", "sum(W)"]
along = "W[0,0]"
range = [-1, 1]
[search]
ranges = { eta = { from = 1e-3, to = 1, scale = "log" } }
trials = 3
updates = 5
watch = "far"
[variants.other]
title = { en = "O", ko = "다른" }
training.update = "W = W - eta * dW"
data.p = 1
"""

HOSTILE = [
    "\x00", "\x1b[2J", "\u202e", "\ufeff", "\ud7ff", "\U0010ffff", "\r", "\t", "é", "ℵ", "가" * 100, "\\", '"""',
    "'''", '"', "#", "[", "[[", "]", "{", "}", "=", ".", ",", "@", "**", "__import__('os').system('x')",
    "().__class__", "lambda: 0", "nan", "inf", "-inf", "1e999", "9" * 400, "9" * 5000, "1_0", "0x10", "true",
    "1979-05-27", "10**9", "[[[[[[", "[1_000_000_000]", "[1000000000, 1000000000]", "../../etc/passwd", "/dev/zero",
    "shape = [2, 2]", "csv = 'a.csv'", "{ random = 'normal', shape = [100000, 1000] }", "{ csv = '../x' }",
    "a." * 20 + "a = 1", "[" * 3000, "(" * 300, "-" * 300, "not " * 300, "x = x", "L = L", "dW = 1", "sum = 1",
    "X = X + 1", "W = 1", "axis=9", ".T.T", "[0:9]", "[-1]", "[99]", "reshape(X, 100000, 100000)", "outer(X, X)",
    "conv2d(X, X)", "concat(X, X, axis=7)", "one_hot(X, 100000000)", "1/0", "0**-1", "99/W1", "0/dX[9,9]",
    "format_version = 2", "variants.x.model = 3", "\n", "\n\n\n", "   ",
]  # fmt: skip


@st.composite
def mutations(draw: st.DrawFn) -> Callable[[str], str]:
    """One small change of a text, at a place given as a share of its length so that it shrinks well."""
    where = draw(st.floats(0, 1))
    length = draw(st.integers(1, 40))
    snippet = draw(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=20)))
    kind = draw(
        st.sampled_from(
            ["delete", "double", "swap", "insert", "replace", "line out", "line twice", "line away", "token"]
        )
    )
    other = draw(st.floats(0, 1))

    def change(text: str) -> str:
        at = int(where * len(text))
        if kind == "delete":
            return text[:at] + text[at + length :]
        if kind == "double":
            return text[: at + length] + text[at:]
        if kind == "swap":
            return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]
        if kind == "insert":
            return text[:at] + snippet + text[at:]
        if kind == "replace":
            return text[:at] + snippet + text[at + length :]
        lines = text.split("\n")
        row = min(int(where * len(lines)), len(lines) - 1)
        if kind == "line out":
            return "\n".join(lines[:row] + lines[row + 1 :])
        if kind == "line twice":
            return "\n".join([*lines[: row + 1], *lines[row:]])
        if kind == "line away":
            line = lines.pop(row)
            lines.insert(int(other * len(lines)), line)
            return "\n".join(lines)
        words = lines[row].split(" ")
        words[min(int(other * len(words)), len(words) - 1)] = snippet
        return "\n".join([*lines[:row], " ".join(words), *lines[row + 1 :]])

    return change


def check_reading(reading: Reading, text: str) -> None:
    """A lesson without errors or no lesson with at least one; and each complaint says what and where."""
    errors = [complaint for complaint in reading.complaints if complaint.severity == "error"]
    assert (reading.lesson is None) == bool(errors)
    lines = text.replace("\r\n", "\n").split("\n")
    for complaint in reading.complaints:
        assert 1 <= complaint.line <= len(lines)
        assert 1 <= complaint.column <= len(lines[complaint.line - 1]) + 1
        assert len(complaint.excerpt.line) <= EXCERPT_COLUMNS + 2
        for language in LANGUAGES:
            sentence = complaint.message.say(language)
            assert sentence != complaint.message.key, sentence
            assert len(sentence) < 1_500
            rendered = complaint.render(language).replace("\n", "")
            assert rendered.isprintable(), rendered


def read(text: str, *, shipped: bool = False) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mutated.toml"
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
        return read_lesson(
            file, assets=ASSETS, shipped=shipped, chapters=["backpropagation", "graphs", "training-well"]
        )


def test_the_texts_are_good_to_begin_with() -> None:
    for name, text in TEXTS.items():
        assert [found.render("en") for found in read(text).complaints if found.severity == "error"] == [], name


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(TEXTS)), st.lists(mutations(), min_size=1, max_size=4), st.booleans())
def test_mutated_lessons(name: str, changes: list[Callable[[str], str]], shipped: bool) -> None:
    text = TEXTS[name]
    for change in changes:
        text = change(text)
    assume(len(text) < 200_000)
    check_reading(read(text, shipped=shipped), text)


@settings(deadline=None)
@given(st.binary(max_size=300))
@example(b"\xef\xbb\xbf\xef\xbb\xbf")
@example(b'a = "\xed\xa0\x80"')
def test_any_bytes(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bytes.toml"
        file.write_bytes(content)
        check_reading(read_lesson(file, assets=ASSETS), content.decode("utf-8-sig", errors="replace"))


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_model(model: str) -> None:
    quoted = model.replace("'''", "")
    text = f"format_version = 1\nid = 'a'\ntitle.en = 'a'\ndata.X = [[1, 2]]\nmodel = '''\n{quoted}\n'''\n"
    check_reading(read(text), text)


@settings(deadline=None)
@given(st.lists(mutations(), min_size=1, max_size=4), st.sampled_from(NOT_LESSONS))
def test_mutated_chapters_and_glossaries(changes: list[Callable[[str], str]], name: str) -> None:
    text = (LESSONS / name).read_text(encoding="utf-8")
    for change in changes:
        text = change(text)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(text.encode("utf-8", "surrogatepass"))
        for complaint in (*read_chapters(Path(folder))[1], *read_glossary(Path(folder))[1]):
            assert complaint.message.say("ko") != complaint.message.key


@pytest.mark.parametrize("snippet", HOSTILE, ids=lambda snippet: ascii(snippet)[:30])
@pytest.mark.parametrize(
    "mark", ["XX", "W1 = [[1.2", "eta = 2.0", "z1 = X @ W1", 'en = "XOR', 'at = "z1"', "[training]"]
)
def test_hostile_snippets_in_every_kind_of_place(mark: str, snippet: str) -> None:
    text = TEXTS["xor.toml"] + "\n# XX"
    assert mark in text
    for changed in (text.replace(mark, snippet, 1), text.replace(mark, mark + snippet, 1)):
        check_reading(read(changed), changed)

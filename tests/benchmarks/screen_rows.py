"""The program's rows: how long it takes to start, to paint, and to answer a key, against a bare Textual application."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks.measure import Row
from tests.benchmarks.terminal import NOBODY, Terminal

BARE = (sys.executable, str(Path(__file__).with_name("bare.py")))
TUTOR = (sys.executable, "-m", "tutor")
STARTS, PRESSES = 7, 61

DIGITS = """
format_version = 1
id = "digits"
title.en = "A net of the size of the handwritten digits"
title.ko = "손글씨 숫자만 한 신경망"
model = \"\"\"
z1 = X @ W1 + b1
h = relu(z1)
z2 = h @ W2 + b2
p = softmax(z2)
L = cross_entropy(p, T)
\"\"\"
[data]
X = { random = "uniform", shape = [64, 784], seed = 1 }
T = { random = "uniform", shape = [64, 10], seed = 2 }
[parameters]
W1 = { init = "he", shape = [784, 128], seed = 3 }
b1 = { init = "zeros", shape = [128] }
W2 = { init = "he", shape = [128, 10], seed = 4 }
b2 = { init = "zeros", shape = [10] }
[training]
rule = "sgd"
eta = 0.01
"""


def start_rows() -> Iterator[Row]:
    """First paint, of words or of numbers, and the commands that should answer at once."""
    with tempfile.TemporaryDirectory() as folder:
        digits = _write_digits(folder)
        for what, lesson, word in (
            ("XOR when it was open before", "xor", "∂"),
            ("XOR for the first time: its words", "xor", "Nine weights"),
            ("784-128-10 with 64 rows: its words", digits, "softmax"),
        ):
            paint = _first_paint(lesson, word, anew=word != "∂")
            yield Row(f"first paint of {what}, against a bare application", f"{paint:.2f} ×", "≤ 1.5 ×", paint <= 1.5)
        for what, lesson in (("XOR", "xor"), ("784-128-10", digits)):
            paint = _first_paint(lesson, "∂", anew=True)
            yield Row(f"until all numbers of {what} are there, for the first time", f"{paint:.2f} ×", "–", holds=True)
    listed = statistics.median(_seconds((*TUTOR, "list")) for _ in range(STARTS))
    yield Row("`tutor list`", f"{listed:.2f} s", "≤ 0.35 s", listed <= 0.35)
    version = statistics.median(_seconds((*TUTOR, "--version")) for _ in range(STARTS))
    yield Row("`tutor --version`", f"{version:.2f} s", "no NumPy, no Textual", version <= 0.35)


def key_rows() -> Iterator[Row]:
    """Key to repaint, in XOR and in a lesson of 784-128-10 with 64 rows."""
    with tempfile.TemporaryDirectory() as folder:
        for lesson, shown in (("xor", "XOR 2-2-1"), (_write_digits(folder), "784-128-10, 64 rows")):
            for keys, what, bound in (("\x1b[C", "a line step", 2.5), ("]", "an update", 6.0)):
                times = _pressed(lesson, keys)
                yield Row(f"key to repaint, {what}, {shown}", f"{times:.2f} ×", f"≤ {bound} ×", times <= bound)


def _write_digits(folder: str) -> str:
    digits = Path(folder) / "digits.toml"
    digits.write_text(DIGITS, encoding="utf-8")
    return str(digits)


def _first_paint(lesson: str, text: str, *, anew: bool) -> float:
    """How many times as long as the bare application the tutor takes to paint ``text``; ``anew``: as never before."""
    ratios: list[float] = []
    for _ in range(STARTS + 1):
        with Terminal(BARE) as bare:
            first = bare.wait_for("bare 0")
        with tempfile.TemporaryDirectory() as cache:
            kept = cache if anew else NOBODY
            with Terminal((*TUTOR, lesson), XDG_CACHE_HOME=kept) as terminal:
                ratios.append(terminal.wait_for(text) / first)
    return statistics.median(ratios[1:])  # the first of those that were open before was not


def _pressed(lesson: str, keys: str) -> float:
    """How many times as long as the bare application the tutor takes to repaint after ``keys``.

    A line step is repainted without its picture, which follows thirty milliseconds later; an update with it.
    """
    with Terminal(BARE) as bare, Terminal((*TUTOR, lesson)) as ours:
        bare.wait_for("bare 0")
        ours.wait_for("∂")
        ours.press("\x1b[C")
        ratios: list[float] = []
        for _ in range(PRESSES):
            first = bare.press("\x1b[C")
            ratios.append(ours.press(keys) / first)
            ours.settle()  # after a line step the picture follows when the keys rest: it is no part of the next repaint
    return statistics.median(ratios)


def _seconds(command: Sequence[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start

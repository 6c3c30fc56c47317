"""The network: its numbers, its strokes, and what remains of it in small windows and wide layers."""

from __future__ import annotations

import re
from itertools import product

import pytest

from tests.tui.support import graph_model, large_model, moment_at, session, xor_model
from tutor.lesson.parts import View
from tutor.messages import LANGUAGES, Language
from tutor.tui.moment import Moment
from tutor.tui.session import Session
from tutor.tui.settings import Glyphs
from tutor.tui.views.network import describe, draw, fits
from tutor.tui.views.strokes import Stroke
from tutor.tui.views.view import Options

NETWORK = View("network")
GLYPHS: tuple[Glyphs, ...] = ("braille", "block", "ascii")


def drawn(moment: Moment, width: int = 76, height: int = 24, glyphs: Glyphs = "braille", row: int = 0) -> str:
    return draw(moment, width, height, Options(NETWORK, glyphs, row=row)).plain()


BRAILLE = """\
  X    ← W₁      h      ← W₂      y
              ∂L/∂z₁           ▸∂L/∂z₂


╭X₁─╮        ╭──h₁───╮
│  0│⣶1.18⠶⠶⢶│ 0.1089│⣄
╰───╯⠘⣧    ⢠⡟│      ·│⠈⠳
      ⠘⣧   ⠛ ╰b −1.17╯ −0.74
      1.35                ⠈ ⣄ ╭───y───╮
        ⢸⣿                  ⠈⣳│ 0.4804│
      −0.93                ⣠⠞⠁│−0.1299│
      ⢠   ⠘⣧           1.00⠁  ╰b −0.54╯
╭X₂─╮⢠⡟    ⠘⣧╭──h₂───╮ ⣠⠞⠁
│  1│⠿−0.62⠤⠼│ 0.5385│⠞⠁
╰───╯        │      ·│
             ╰b 0.777╯


 example 2 of 4 · Y = 1
 thick: large · broken: negative
"""

ASCII = """\
  X    ← W₁      h      ← W₂      y
              ∂L/∂z₁           ▸∂L/∂z₂


+X₁-+        +--h₁---+
|  0|\\1.18==/| 0.1089|=
+---+\\\\    //|      ·| =
      \\\\   / +b −1.17+ −0.74
      1.35                  = +---y---+
        //                   /| 0.4804|
      −0.93                /=/|−0.1299|
      /   \\\\           1.00/  +b −0.54+
+X₂-+//    \\\\+--h₂---+ /=/
|  1|/−0.62-\\| 0.5385|=/
+---+        |      ·|
             +b 0.777+


 example 2 of 4 · Y = 1
 thick: large · broken: negative
"""


@pytest.mark.parametrize(("glyphs", "stored"), [("braille", BRAILLE), ("ascii", ASCII)])
def test_a_small_network_as_text(glyphs: Glyphs, stored: str) -> None:
    assert drawn(moment_at(Session(xor_model()), 3, 6), 40, 20, glyphs, row=1) + "\n" == stored


def test_the_values_flow_forward_line_by_line() -> None:
    it = Session(xor_model())
    computed = []
    for line in range(6):
        picture = drawn(moment_at(it, 0, line))
        computed.append((picture.count("·│"), re.findall(r"▸\S+", picture)))
    assert [marks for _, marks in computed] == [[], ["▸z₁"], ["▸h"], ["▸z₂"], ["▸y"], []]
    counts = [count for count, _ in computed]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == 6  # three values and three errors
    assert counts[-1] == 3


def test_the_errors_flow_backward() -> None:
    it = Session(xor_model())
    last = moment_at(it, 0, 6)
    assert "▸∂L/∂z₂" in drawn(last)
    assert "0.1296" in drawn(last)
    assert "← W₂" in drawn(last)
    assert drawn(last).count("·│") == 2
    assert "▸← W₂" in drawn(moment_at(it, 0, 7))
    assert drawn(moment_at(it, 0, 10)).count("·│") == 0


def test_every_line_is_seen_in_the_network() -> None:
    it = Session(xor_model())
    seen = [re.findall(r"▸\S+|[⇐⇒]", drawn(moment_at(it, 0, line))) for line in range(1, 17)]
    assert seen == [
        ["⇒", "▸z₁"], ["▸h"], ["⇒", "▸z₂"], ["▸y"], [],
        ["▸∂L/∂z₂"], ["▸←"], [], ["⇐", "▸∂L/∂h"], ["▸∂L/∂z₁"], ["▸←"], [],
        ["▸W₁"], [], ["▸W₂"], [],
    ]  # fmt: skip


def test_weights_stay_where_they_stand_while_their_digits_change() -> None:
    it = Session(xor_model())
    places = set()
    for update in (0, 1, 5, 40):
        rows = drawn(moment_at(it, update, 2), 76, 24).split("\n")
        labels = [(y, (match.start() + match.end()) // 2) for y, row in enumerate(rows)
                  for match in re.finditer(r"(?<=[⠀-⣿ ])−?\d+(\.\d+)?(?=[⠀-⣿ ])", row)]  # fmt: skip
        places.add(tuple((y, x // 2) for y, x in labels if 10 < x < 30))
    assert len(places) <= 2  # rounded to two columns


def test_an_update_marks_the_weights_that_it_moved() -> None:
    it = Session(xor_model())
    before, after = drawn(moment_at(it, 0, 12)), drawn(moment_at(it, 0, 13))
    assert "▸W₁ →" in after
    assert before != after


def test_the_example_can_be_chosen() -> None:
    moment = moment_at(session(), 0, 5)
    pictures = [drawn(moment, row=row) for row in range(4)]
    assert len(set(pictures)) == 4
    assert "example 3 of 4 (10) · Y = 1" in pictures[2]
    assert drawn(moment, row=99) == pictures[3]


def test_sign_and_size_are_seen_without_colour() -> None:
    ends = (0, 0), (19, 0)
    light, heavy = (Stroke(*ends, "plus1", thick=thick, broken=False).dots(4) for thick in (False, True))
    whole, broken = (Stroke(*ends, "plus1", thick=False, broken=no).dots(4) for no in (False, True))
    assert sum(bits.bit_count() for bits in heavy.values()) == 2 * sum(bits.bit_count() for bits in light.values())
    assert len(whole) == 20
    assert 10 <= len(broken) <= 14


def test_in_a_low_window_a_unit_takes_one_row_before_any_is_left_out() -> None:
    picture = drawn(moment_at(session(), 0, 10), 78, 8)
    assert re.search(r"h₁  0\.2315 −0\.0184", picture)
    assert re.search(r"h₂  0\.6900 0\.03050", picture)
    assert "⋮" not in picture


def test_a_wide_layer_is_folded_with_a_count() -> None:
    it = Session(large_model())
    for width, height in ((40, 20), (76, 24), (118, 30)):
        picture = drawn(moment_at(it, 0, 3), width, height)
        counts = [int(count) for count in re.findall(r"⋮ (\d+)", picture)]
        assert 770 < counts[0] < 784
        assert 110 < counts[1] < 128
        assert "X₇₈₄" in picture


@pytest.mark.parametrize(("name", "variant"), [
    ("xor", None), ("three-layers", None), ("two-outputs", None), ("gates", None), ("recurrent", None),
    ("house-price", "hidden"), ("initial-values", None), ("kinds-of-learning", "deep-relu"), ("dropout", None),
    ("loops-and-matrices", "columns"), ("linear-collapses", None), ("mini-batches", None),
])  # fmt: skip
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_stays_within_its_room(name: str, variant: str | None, language: Language) -> None:
    it = session(name, variant)
    for line in (0, len(it.run.lines) // 2, len(it.run.lines)):
        for (width, height), glyphs in product(((24, 8), (43, 22), (78, 12), (118, 30)), GLYPHS):
            options = Options(NETWORK, glyphs)
            picture = draw(moment_at(it, 0, line, language), width, height, options)
            assert picture.width <= width
            assert picture.height <= height


def test_ascii_draws_lines_with_ascii_alone() -> None:
    picture = drawn(moment_at(session(), 0, 16), glyphs="ascii")
    assert not re.search("[\u2500-\u259f\u2800-\u28ff]", picture)
    assert "+--" in picture


def test_it_is_said_in_words() -> None:
    it = session()
    options = Options(NETWORK, row=1)
    text = describe(moment_at(it, 0, 6), options)
    assert text.startswith("example 2 of 4 (01) · Y = 1\nX: x₁ 0, x₂ 1\nh: h₁ 0.09975 (b −1.2), h₂ 0.5250 (b 0.8)\n")
    assert "∂L/∂z₂: o −0.1251" in text
    assert "W₁: x₁→h₁ 1.2, x₁→h₂ 1.4, x₂→h₁ −1, x₂→h₂ −0.7" in text
    assert "예제 2/4" in describe(moment_at(it, 0, 6, "ko"), options)
    assert "122 more" not in text


def test_a_model_without_layers_says_so() -> None:
    moment = moment_at(Session(graph_model()), 0, 2)
    assert "no layers" in drawn(moment)
    assert "no layers" in describe(moment, Options(NETWORK))


@pytest.mark.parametrize(("name", "sensible"), [
    ("xor", True), ("softmax-regression", True), ("attention", False), ("apples", False), ("optimisers", False),
])  # fmt: skip
def test_when_it_is_sensible(name: str, sensible: bool) -> None:
    assert fits(session(name)) == sensible

"""The computation graph: where its nodes stand, and the numbers over and under its wires."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.support import graph_model, moment_at, session
from tutor.lesson.parts import View
from tutor.messages import LANGUAGES, Language
from tutor.tui.session import Session
from tutor.tui.views.graph import describe, draw, fits, size
from tutor.tui.views.view import Options
from tutor.tui.views.wiring import LEAST_APART, wire_up

GRAPH = Options(View("graph"))

APPLES = """\

              100
apple_price──────────╮
             ←2.2    │ apple_cost    200
                     ├─────(×)──────────────╮
               2     │              ←1.1    │
apple_count──────────╯                      │ price    220
             ▸←110                          ├──(×)───────────
                                            │          ←1
                                     1.1    │
                               tax──────────╯
                                    ←200

 over a wire: the value · ← under it: the derivative of price
"""

J = """\

                    5
               a──────────╮
                   ←3     │
                          │  v    11         J     33
     3                    ├─(+)────────────(× 3)─────────
b──────────╮              │       ←3               ←1
    ←6     │  u     6     │
           ├─(×)──────────╯
     2     │       ←3
c──────────╯
    ▸←9

 over a wire: the value · ← under it: the derivative of J
"""


def test_the_apples_of_the_deck_as_text() -> None:
    """Deck 001, figure 5-14: 220 to pay; back come 2.2, 110 and 200."""
    assert draw(moment_at(session("apples"), 0, 6), 75, 14, GRAPH).plain().rstrip() + "\n" == APPLES


def test_j_of_the_deck_as_text() -> None:
    """Deck 004: J = 3 (a + b c) at 5, 3, 2."""
    assert draw(moment_at(Session(graph_model()), 0, 8), 75, 14, GRAPH).plain().rstrip() + "\n" == J


def test_a_derivative_is_unknown_until_it_comes_back() -> None:
    it = session("apples")
    texts = [draw(moment_at(it, 0, line), 75, 14, GRAPH).plain() for line in range(7)]
    assert ["220" in text for text in texts] == [False] * 2 + [True] * 5
    assert [len(re.findall("←·", text)) for text in texts] == [5, 5, 5, 3, 2, 1, 0]
    assert [re.findall(r"▸\S+", text) for text in texts] == [
        [], ["▸apple_cost"], ["▸price"], ["▸←200"], ["▸←1.1"], ["▸←2.2"], ["▸←110"],
    ]  # fmt: skip


def test_a_value_that_is_used_twice_has_one_wire_that_parts() -> None:
    text = draw(moment_at(session("add-and-multiply", "fork"), 0, 7), 80, 20, GRAPH).plain()
    assert text.count("┬") == 1
    assert text.count("p─") == text.count("q─") == 1


def test_what_comes_back_to_a_value_that_is_used_twice_is_added() -> None:
    it = session("add-and-multiply", "fork")
    before, after = (draw(moment_at(it, 0, line), 80, 20, GRAPH).plain() for line in (5, 6))
    assert "1.3 + 6.5" not in before
    assert "1.3 + 6.5" in after
    assert "▸←7.8" in after
    assert it.run.position == (0, 6)
    assert "∂L/∂p = 7.8 = 1.3 + 6.5 (z, w)" in describe(moment_at(it, 0, 6), GRAPH)


def test_ascii_draws_wires_with_ascii_alone() -> None:
    text = draw(moment_at(session("apples"), 0, 6), 75, 14, Options(View("graph"), "ascii")).plain()
    assert not re.search("[\u2500-\u259f\u2800-\u28ff]", text)
    assert "-+" in text


def test_of_a_large_graph_the_part_is_shown_where_the_line_is() -> None:
    it = session("recurrent")
    for line, name in ((1, "▸z₁"), (3, "▸z₂"), (6, "▸L")):
        text = draw(moment_at(it, 0, line), 50, 16, GRAPH).plain()
        assert name in text
        assert max(map(len, text.split("\n"))) <= 50


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [
    "apples", "apples-and-oranges", "add-and-multiply", "chain-rule", "j-3a-bc", "attention", "convolution",
    "loops-and-matrices", "softmax-argmax", "three-layers",
])  # fmt: skip
def test_it_stays_within_its_room(name: str, language: Language) -> None:
    it = session(name)
    for line in (0, len(it.run.lines)):
        for width, height in ((24, 8), (43, 20), (76, 12), (118, 30)):
            picture = draw(moment_at(it, 0, line, language), width, height, GRAPH)
            assert picture.width <= width
            assert picture.height <= height


def test_it_is_said_in_words() -> None:
    lines = describe(moment_at(Session(graph_model()), 0, 8), GRAPH).split("\n")
    assert lines[-3:] == [
        "u = b · c = 6; ∂J/∂u = 3",
        "v = a + u = 11; ∂J/∂v = 3",
        "J = 3 · v = 33",
    ]
    assert "a = 5; ∂J/∂a = 3" in lines
    assert "c = 2; ∂J/∂c = 9" in lines


def test_when_it_is_sensible() -> None:
    assert fits(session("apples"))
    assert fits(Session(graph_model()))
    assert not fits(session("xor"))


def test_its_size_is_that_of_the_whole() -> None:
    moment = moment_at(session("apples-and-oranges"), 0, 9)
    width, height = size(moment, GRAPH)
    text = draw(moment, width, height, GRAPH).plain()
    assert "orange_count" in text
    assert "715" in text


@st.composite
def graphs(draw: st.DrawFn) -> Mapping[str, Sequence[str]]:
    """Nodes that read some of those before them."""
    reads: dict[str, Sequence[str]] = {}
    for number in range(draw(st.integers(2, 9))):
        before = list(reads)
        reads[f"n{number}"] = draw(st.lists(st.sampled_from(before), unique=True, max_size=3)) if before else []
    return reads


@given(graphs(), st.integers(LEAST_APART, 5))
def test_no_wire_runs_through_a_node(reads: Mapping[str, Sequence[str]], apart: int) -> None:
    wiring = wire_up(reads, apart)
    for name, wire in wiring.wires.items():
        for other, column in wiring.columns.items():
            if wiring.columns[name] < column <= wire.last:
                assert abs(wiring.rows[other] - wire.row) > 1


@given(graphs(), st.integers(LEAST_APART, 5))
def test_nodes_of_a_column_stand_apart_and_behind_what_is_read(reads: Mapping[str, Sequence[str]], apart: int) -> None:
    wiring = wire_up(reads, apart)
    for name, read in reads.items():
        assert all(wiring.columns[other] < wiring.columns[name] for other in read)
        for other in reads:
            if other != name and wiring.columns[other] == wiring.columns[name]:
                assert abs(wiring.rows[other] - wiring.rows[name]) >= apart


@given(graphs())
def test_wires_of_different_values_never_run_into_each_other(reads: Mapping[str, Sequence[str]]) -> None:
    """On one row before a column there is one value; what leaves a track there is not another's wire."""
    wiring = wire_up(reads)
    for column, (tracks, reach) in enumerate(zip(wiring.channels, wiring.reach, strict=True), start=1):
        coming = [
            wiring.rows[name] if wiring.columns[name] == column - 1 else wire.row
            for name, wire in wiring.wires.items()
            if wiring.columns[name] < column <= wire.last + 1
        ]
        assert len(coming) == len(set(coming))
        for track in tracks:
            for row, place in reach.items():
                assert row != track.out or row in track.rows or place < track.place


@given(graphs())
def test_tracks_of_a_channel_do_not_overlap(reads: Mapping[str, Sequence[str]]) -> None:
    for tracks in wire_up(reads).channels:
        for track in tracks:
            for other in tracks:
                if other is not track and other.place == track.place:
                    assert track.span[1] < other.span[0] or other.span[1] < track.span[0]

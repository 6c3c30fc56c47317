"""Graphs in layers: nodes below what they need, few crossings, no two things in one place, arrows that reach all."""

from __future__ import annotations

from itertools import pairwise, permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.tui.layered import Layers, Layout, Spot, _apart, above, below, beside, in_layers, lay_out

WIDTH, GAP = 16, 2


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, tuple[str, ...]]:
    """A few nodes, each needing some of those before it, in any order."""
    size = draw(st.integers(1, 12))
    needs = {
        f"n{number}": tuple(f"n{other}" for other in range(number) if draw(st.integers(0, 3)) == 0)
        for number in range(size)
    }
    return {name: needs[name] for name in draw(st.permutations(list(needs)))}


def longest_way(name: str, needs: dict[str, tuple[str, ...]]) -> int:
    return max((1 + longest_way(other, needs) for other in needs[name]), default=0)


def depth(layers: Layers, name: str) -> int:
    return next(number for number, spots in enumerate(layers.spots) if Spot(name) in spots)


def crossings(upper: tuple[Spot, ...], lower: tuple[Spot, ...], link: dict[Spot, tuple[Spot, ...]]) -> int:
    ends = [(upper.index(spot), lower.index(other)) for spot in upper for other in link[spot]]
    return sum(one[0] < two[0] and one[1] > two[1] for one, two in product(ends, ends))


@settings(max_examples=40)
@given(graphs())
def test_every_node_stands_once_as_deep_as_the_longest_way_to_it(needs: dict[str, tuple[str, ...]]) -> None:
    layers = in_layers(needs)
    nodes = [spot.name for spots in layers.spots for spot in spots if not spot.passes]
    assert sorted(nodes) == sorted(needs)
    assert all(depth(layers, name) == longest_way(name, needs) for name in needs)


@settings(max_examples=40)
@given(graphs())
def test_what_is_needed_is_reached_along_the_links(needs: dict[str, tuple[str, ...]]) -> None:
    layers = in_layers(needs)
    for name in needs:
        reached: set[str] = set()
        standing = {Spot(name)}
        for number in range(depth(layers, name), len(layers.spots) - 1):
            standing = {other for spot in standing for other in layers.links[number][spot]}
            reached |= {spot.name for spot in standing if not spot.passes}
            standing = {spot for spot in standing if spot.passes}
        assert reached == {other for other in needs if name in needs[other]}


@settings(max_examples=40)
@given(graphs())
def test_no_two_spots_of_a_layer_touch(needs: dict[str, tuple[str, ...]]) -> None:
    layers = in_layers(needs)
    layout = lay_out(layers, WIDTH, GAP)
    for spots, columns in zip(layers.spots, layout.columns, strict=True):
        sides = [
            (columns[spot], columns[spot])
            if spot.passes
            else (columns[spot] - WIDTH // 2, columns[spot] + WIDTH // 2 - 1)
            for spot in spots
        ]
        assert all(start - end > GAP for (_, end), (start, _) in pairwise(sides))
        assert min(start for start, _ in sides) >= 0


@settings(max_examples=40)
@given(graphs())
def test_no_two_lines_run_in_one_place(needs: dict[str, tuple[str, ...]]) -> None:
    """Lines may cross, but no piece of one lies on another, and none turns where another runs."""
    for lines in lay_out(in_layers(needs), WIDTH, GAP).channels:
        last = max((line.track or 0 for line in lines), default=0)
        across: dict[tuple[int, int], int] = {}
        along: dict[tuple[int, int], int] = {}
        for number, line in enumerate(lines):
            track = last if line.track is None else line.track
            ends = (*line.tops, *line.bottoms)
            cells = {(x, y) for x in line.tops for y in range(track + 1)}
            cells |= {(x, y) for x in line.bottoms for y in range(track, last + 1)}
            for cell in cells:
                assert along.setdefault(cell, number) == number
            for x in range(min(ends), max(ends) + 1) if line.track is not None else ():
                assert across.setdefault((x, track), number) == number
        for number, line in enumerate(lines):
            if line.track is not None:
                turns = [(x, line.track) for x in (*line.tops, *line.bottoms)]
                assert all(along[cell] == across[cell] == number for cell in turns)


def test_lines_that_can_be_untangled_are() -> None:
    for order in permutations(["a", "b", "c"]):
        needs = dict.fromkeys("abc", ()) | {f"{name}2": (name,) for name in order}
        layers = in_layers(needs)
        assert crossings(layers.spots[0], layers.spots[1], dict(layers.links[0])) == 0
        layout = lay_out(layers, WIDTH, GAP)
        assert all(line.track is None for line in layout.channels[0])


@settings(max_examples=40)
@given(graphs())
def test_the_order_crosses_no_more_lines_than_that_of_the_file(needs: dict[str, tuple[str, ...]]) -> None:
    layers = in_layers(needs)
    order = {name: number for number, name in enumerate(needs)}
    listed = [tuple(sorted(spots, key=lambda spot: order[spot.name])) for spots in layers.spots]

    def count(rows: list[tuple[Spot, ...]]) -> int:
        return sum(
            crossings(upper, lower, dict(link))
            for (upper, lower), link in zip(pairwise(rows), layers.links, strict=True)
        )

    assert count(list(layers.spots)) <= count(listed)


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(1, 4)), min_size=1, max_size=4))
def test_places_are_the_nearest_that_are_far_enough_apart(wanted: list[tuple[int, int]]) -> None:
    """No other places on a grid of quarters are nearer, by least squares."""
    wants = [float(want) for want, _ in wanted]
    least = [sum(step for _, step in wanted[:number]) for number in range(len(wanted))]
    found = _apart(wants, least)
    gaps = [after - before for before, after in pairwise(least)]
    assert all(after - before >= gap - 1e-9 for (before, after), gap in zip(pairwise(found), gaps, strict=True))
    far = sum((place - want) ** 2 for place, want in zip(found, wants, strict=True))
    for moves in product((-0.25, 0, 0.25), repeat=len(found)):
        other = [place + move for place, move in zip(found, moves, strict=True)]
        if all(after - before >= gap - 1e-9 for (before, after), gap in zip(pairwise(other), gaps, strict=True)):
            assert sum((place - want) ** 2 for place, want in zip(other, wants, strict=True)) >= far - 1e-9


def neighbours(layers: Layers, layout: Layout, name: str) -> set[str]:
    return {
        beside(layers, name, -1), beside(layers, name, 1), above(layers, layout, name), below(layers, layout, name),
    }  # fmt: skip


@settings(max_examples=40)
@given(graphs())
def test_arrows_reach_every_node(needs: dict[str, tuple[str, ...]]) -> None:
    layers = in_layers(needs)
    layout = lay_out(layers, WIDTH, GAP)
    for first in needs:
        reached, new = {first}, {first}
        while new:
            new = {other for name in new for other in neighbours(layers, layout, name)} - reached
            reached |= new
        assert reached == set(needs)


@settings(max_examples=40)
@given(graphs())
def test_up_and_down_follow_the_lines(needs: dict[str, tuple[str, ...]]) -> None:
    layers = in_layers(needs)
    layout = lay_out(layers, WIDTH, GAP)
    for name, needed in needs.items():
        assert above(layers, layout, name) in (needed or (name,))
        readers = [other for other in needs if name in needs[other]]
        if readers:
            assert below(layers, layout, name) in readers


@pytest.mark.parametrize("size", [60])
def test_many_nodes_take_no_time_worth_a_word(size: int) -> None:
    names = [f"n{number}" for number in range(size)]
    needs = {name: tuple(names[max(0, number - 3) : number]) for number, name in enumerate(names)}
    layers = in_layers(needs)
    assert len(layers.spots) == size
    assert len(lay_out(layers, WIDTH, GAP).channels) == size - 1

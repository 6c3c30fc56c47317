"""Where the nodes of a graph stand in layers, from top to bottom, and where the lines between two layers run.

The layout of Sugiyama, Tagawa and Toda (1981), for a sheet of characters: layers by the longest way; within a layer an
order that crosses few lines, found by sorting by the mean place of the neighbours, to and fro; columns as near to the
neighbours as the widths allow. By hand: grandalf places nodes on a plane of points; netext and phart draw with
characters, but bring NetworkX, which takes half a second to import, and give text that cannot say which node is under
the mouse; the wiring of computation graphs keeps a row of text for every wire. Knows no Textual, nor what a node is.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from math import floor
from typing import NamedTuple, TypeAlias

_SWEEPS = 4
"""How often each layer is sorted by the one above it, and by the one below."""

_PULLS = 3
"""How often each is drawn to the columns of its neighbours there; those above have the last word."""

_APART = 4
"""Columns between two lines that come to the same spot."""


class Spot(NamedTuple):
    """A place in a layer: a node, or where the line from one passes on to a deeper layer."""

    name: str
    passes: bool = False


class Line(NamedTuple):
    """A line between two layers, from each of some spots to each of others.

    Attributes:
        tops: the columns of the spots that it leaves.
        bottoms: the columns of those that it comes to.
        track: the row between the layers on which it runs sideways; None: it goes straight down.
    """

    tops: tuple[int, ...]
    bottoms: tuple[int, ...]
    track: int | None = None


Links: TypeAlias = "tuple[Mapping[Spot, tuple[Spot, ...]], ...]"
"""Under each layer but the last: for each of its spots, those of the next that it is joined to."""


class Layers(NamedTuple):
    """A graph in layers, each node below all that it needs.

    Attributes:
        needs: for each node those that it needs.
        spots: of each layer, from left to right.
        links: between the layers.
    """

    needs: Mapping[str, Sequence[str]]
    spots: tuple[tuple[Spot, ...], ...]
    links: Links


class Layout(NamedTuple):
    """Where all of it stands.

    Attributes:
        columns: the middle column of each spot, layer by layer.
        channels: the lines under each layer but the last.
    """

    columns: tuple[Mapping[Spot, int], ...]
    channels: tuple[tuple[Line, ...], ...]


def in_layers(needs: Mapping[str, Sequence[str]]) -> Layers:
    """The layers of a graph.

    Args:
        needs: for each node those that it needs, which are keys too; no way along them leads in a circle.
    """
    spots, links = _layered(needs)
    return Layers(needs, tuple(map(tuple, _untangled(spots, links))), links)


def lay_out(layers: Layers, width: int, gap: int) -> Layout:
    """The columns and the lines, for nodes of so many columns with so many between them."""
    columns = _placed(layers, width, gap)
    channels = tuple(
        _routed(spots, layers.links[number], columns[number], columns[number + 1], width)
        for number, spots in enumerate(layers.spots[:-1])
    )
    return Layout(columns, channels)


def beside(layers: Layers, name: str, step: int) -> str:
    """The node so many places to the right (less than 0: to the left) in the same layer; at its end, ``name``."""
    names = _nodes(layers, _depth(layers, name))
    at = names.index(name) + step
    return names[at] if 0 <= at < len(names) else name


def above(layers: Layers, layout: Layout, name: str) -> str:
    """Of the nodes that one needs the nearest, or else one of the layer above; in the first layer, ``name``."""
    depth = _depth(layers, name)
    needed = [(_depth(layers, other), other) for other in layers.needs[name]]
    wanted = max((found for found, _ in needed), default=depth - 1)
    names = [other for found, other in needed if found == wanted] or _nodes(layers, wanted)
    return _nearest(layout, name, depth, names, wanted)


def below(layers: Layers, layout: Layout, name: str) -> str:
    """Of the nodes that need one the nearest, or else one of the layer below; in the last layer, ``name``."""
    depth = _depth(layers, name)
    reading = [(_depth(layers, other), other) for other, needed in layers.needs.items() if name in needed]
    wanted = min((found for found, _ in reading), default=depth + 1)
    names = [other for found, other in reading if found == wanted] or _nodes(layers, wanted)
    return _nearest(layout, name, depth, names, wanted)


def _nodes(layers: Layers, depth: int) -> list[str]:
    """The nodes of a layer; none where there is no such layer."""
    spots = layers.spots[depth] if 0 <= depth < len(layers.spots) else ()
    return [spot.name for spot in spots if not spot.passes]


def _depth(layers: Layers, name: str) -> int:
    return next(depth for depth, spots in enumerate(layers.spots) if Spot(name) in spots)


def _nearest(layout: Layout, name: str, depth: int, names: Sequence[str], wanted: int) -> str:
    """The nearest of some nodes of the layer ``wanted``; of two as near, which rounding sets apart, the first."""
    here = layout.columns[depth][Spot(name)]
    far = {other: abs(layout.columns[wanted][Spot(other)] - here) for other in names}
    return next((other for other in names if far[other] <= min(far.values()) + 1), name)


# Layers


def _layered(needs: Mapping[str, Sequence[str]]) -> tuple[list[list[Spot]], Links]:
    depths: dict[str, int] = {}
    for name in needs:
        _find_depth(name, needs, depths)
    deepest = {name: max((depths[other] for other in needs if name in needs[other]), default=0) for name in needs}
    layers: list[list[Spot]] = [[] for _ in range(1 + max(depths.values(), default=-1))]
    for name in needs:
        layers[depths[name]].append(Spot(name))
        for depth in range(depths[name] + 1, deepest[name]):
            layers[depth].append(Spot(name, passes=True))
    links = [
        {spot: tuple(below for below in lower if _joined(spot, below, needs)) for spot in upper}
        for upper, lower in pairwise(layers)
    ]
    return layers, tuple(links)


def _find_depth(name: str, needs: Mapping[str, Sequence[str]], depths: dict[str, int]) -> int:
    if name not in depths:
        depths[name] = 1 + max((_find_depth(other, needs, depths) for other in needs[name]), default=-1)
    return depths[name]


def _joined(upper: Spot, lower: Spot, needs: Mapping[str, Sequence[str]]) -> bool:
    return lower.name == upper.name if lower.passes else upper.name in needs[lower.name]


# Order


def _untangled(layers: list[list[Spot]], links: Links) -> list[list[Spot]]:
    """The layers, each in an order that crosses few lines."""
    turned = tuple(_turned(link) for link in links)
    best, fewest = layers, _crossings(layers, links)
    for _ in range(_SWEEPS):
        for number in range(1, len(layers)):
            layers = _sorted_by(layers, number, number - 1, turned[number - 1])
        for number in range(len(layers) - 2, -1, -1):
            layers = _sorted_by(layers, number, number + 1, links[number])
        crossings = _crossings(layers, links)
        if crossings < fewest:
            best, fewest = layers, crossings
    return best


def _turned(link: Mapping[Spot, tuple[Spot, ...]]) -> dict[Spot, tuple[Spot, ...]]:
    """For each spot of the lower layer those of the upper one that it is joined to."""
    found: dict[Spot, tuple[Spot, ...]] = {}
    for upper, lowers in link.items():
        for lower in lowers:
            found[lower] = (*found.get(lower, ()), upper)
    return found


def _sorted_by(
    layers: list[list[Spot]], number: int, other: int, joined: Mapping[Spot, tuple[Spot, ...]]
) -> list[list[Spot]]:
    """The layers, one of them sorted by the mean place of the neighbours in another; who has none there stays."""
    places = {spot: float(at) for at, spot in enumerate(layers[other])}
    own = {spot: float(at) for at, spot in enumerate(layers[number])}
    means = {spot: _mean([places[each] for each in joined.get(spot, ())], own[spot]) for spot in own}
    return [*layers[:number], sorted(layers[number], key=means.__getitem__), *layers[number + 1 :]]


def _mean(values: Sequence[float], without: float) -> float:
    return sum(values) / len(values) if values else without


def _crossings(layers: list[list[Spot]], links: Links) -> int:
    """How many pairs of lines cross."""
    found = 0
    for number, link in enumerate(links):
        places = {spot: at for at, spot in enumerate(layers[number + 1])}
        ends: list[int] = []
        for spot in layers[number]:
            mine = [places[below] for below in link[spot]]
            found += sum(len(ends) - bisect_right(ends, end) for end in mine)
            for end in mine:
                insort(ends, end)
    return found


# Columns


def _placed(layers: Layers, width: int, gap: int) -> tuple[dict[Spot, int], ...]:
    """The middle column of each spot: layer after layer drawn to its neighbours above, then below, to and fro."""
    least = [_least(spots, width, gap) for spots in layers.spots]
    columns = [dict(zip(spots, map(float, row), strict=True)) for spots, row in zip(layers.spots, least, strict=True)]
    down = [(number + 1, number, _turned(link)) for number, link in enumerate(layers.links)]
    up = [(number, number + 1, link) for number, link in reversed([*enumerate(layers.links)])]
    for number, other, joined in (*(*down, *up) * _PULLS, *down):
        near = columns[other]
        wanted = [_mean([near[each] for each in joined.get(spot, ())], at) for spot, at in columns[number].items()]
        columns[number] = dict(zip(layers.spots[number], _apart(wanted, least[number]), strict=True))
    left = min((at for row in columns for at in row.values()), default=0.0)
    return tuple({spot: floor(at - left + 0.5) + width // 2 for spot, at in row.items()} for row in columns)


def _least(spots: Sequence[Spot], width: int, gap: int) -> list[int]:
    """The middles of spots that stand as near to each other as they may, the first at 0."""
    sizes = [1 if spot.passes else width for spot in spots]
    return list(accumulate(((one + other + 1) // 2 + gap for one, other in pairwise(sizes)), initial=0))[: len(spots)]


def _apart(wanted: Sequence[float], least: Sequence[int]) -> list[float]:
    """The places nearest to those wanted (by least squares) that are apart as ``least`` is: pool adjacent violators.

    >>> _apart([0.0, 0.0, 9.0], [0, 4, 8])
    [-2.0, 2.0, 9.0]
    """
    pools: list[tuple[float, int]] = []
    for want, at in zip(wanted, least, strict=True):
        mean, count = want - at, 1
        while pools and pools[-1][0] > mean:
            before, size = pools.pop()
            mean, count = (before * size + mean * count) / (size + count), size + count
        pools.append((mean, count))
    free = [mean for mean, count in pools for _ in range(count)]
    return [mean + at for mean, at in zip(free, least, strict=True)]


# Lines


def _routed(
    spots: Sequence[Spot],
    link: Mapping[Spot, tuple[Spot, ...]],
    upper: Mapping[Spot, int],
    lower: Mapping[Spot, int],
    width: int,
) -> tuple[Line, ...]:
    """The lines under a layer. Spots that are joined to the same others share one, so that no two have to meet."""
    sharing: dict[tuple[Spot, ...], list[int]] = {}
    for spot in spots:
        if link[spot]:
            sharing.setdefault(link[spot], []).append(upper[spot])
    ends = {spot: _ends(spot, sharing, lower[spot], width) for spot in lower}
    lines = [Line(tuple(tops), tuple(ends[spot][below] for spot in below)) for below, tops in sharing.items()]
    straight = [line for line in lines if line.tops == line.bottoms and len(line.tops) == 1]
    return (*straight, *_on_tracks([line for line in lines if line not in straight]))


def _ends(
    spot: Spot, sharing: Mapping[tuple[Spot, ...], Sequence[int]], middle: int, width: int
) -> dict[tuple[Spot, ...], int]:
    """The column in which each line comes to a spot: about its middle, and where no other line goes down."""
    room = range(middle, middle + 1) if spot.passes else range(middle - width // 2 + 1, middle - width // 2 + width - 1)
    found: dict[tuple[Spot, ...], int] = {}
    coming = sorted((line for line in sharing if spot in line), key=lambda line: _mean(sharing[line], middle))
    for number, line in enumerate(coming):
        wanted = middle + _APART * number - _APART * (len(coming) - 1) // 2
        taken = {*found.values(), *(top for other, tops in sharing.items() if other != line for top in tops)}
        free = sorted((column for column in room if column not in taken), key=lambda column: abs(column - wanted))
        found[line] = free[0] if free else wanted
    return found


def _on_tracks(lines: list[Line]) -> list[Line]:
    """The lines, each on a track: over those whose way down begins where it comes from above, beside all others."""
    placed: list[Line] = []
    left = sorted(lines, key=_span)
    while left:
        free = [line for line in left if not any(_goes_over(other, line) for other in left if other is not line)]
        line = (free or left)[0]  # where each of two would have to be over the other, one of them is not
        left.remove(line)
        over = [other.track + 1 for other in placed if other.track is not None and _goes_over(other, line)]
        track = max(over, default=0)
        while any(other.track == track and _meet(other, line) for other in placed):
            track += 1
        placed.append(line._replace(track=track))
    return placed


def _goes_over(one: Line, other: Line) -> bool:
    """Whether a line comes down in a column in which the other goes down, and so has to turn off above it."""
    return not set(one.tops).isdisjoint(other.bottoms)


def _span(line: Line) -> tuple[int, int]:
    """The first and the last column of a line."""
    ends = (*line.tops, *line.bottoms)
    return min(ends), max(ends)


def _meet(one: Line, other: Line) -> bool:
    """Whether two lines on one track would touch."""
    (first, last), (start, end) = _span(one), _span(other)
    return first <= end + 1 and start <= last + 1

"""Where a function of two numbers crosses a level, as dots.

Drawn by hand: the library of the curves has no contours, and a library of contours (contourpy) gives exact polygons,
compiled, for what is one comparison between neighbouring dots here.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tutor.tui.views.axis import Axis, Floats


def nodes(x: Axis, y: Axis, columns: int, rows: int) -> Floats:
    """The middles of ``columns`` by ``rows`` cells as (rows · columns, 2), row by row from below."""
    across = x.low + (x.high - x.low) * (np.arange(columns) + 0.5) / columns
    up = y.low + (y.high - y.low) * (np.arange(rows) + 0.5) / rows
    grid = np.empty((rows, columns, 2))
    grid[..., 0], grid[..., 1] = across, up[:, None]
    return grid.reshape(-1, 2)


def resampled(values: Floats, rows: int, columns: int) -> Floats:
    """Values in the middles of cells, at the middles of other cells of the same window: straight between them."""
    below, above, up = _between(values.shape[0], rows)
    left, right, across = _between(values.shape[1], columns)
    lines = values[below] * (1 - up)[:, None] + values[above] * up[:, None]
    return np.asarray(lines[:, left] * (1 - across) + lines[:, right] * across)


def _between(count: int, wanted: int) -> tuple[NDArray[np.intp], NDArray[np.intp], Floats]:
    """For each wanted place the two known ones around it, and how far it is from the first to the second."""
    at = np.clip((np.arange(wanted) + 0.5) * count / wanted - 0.5, 0, count - 1)
    first = at.astype(np.intp)
    return first, np.minimum(first + 1, count - 1), at - first


def smooth(values: Floats, rows: int, columns: int) -> Floats:
    """Values at the corners of a grid, edges included, at the middles of ``rows`` by ``columns`` cells of the window.

    Cubic between them (Catmull and Rom 1974): exact for functions of the second degree, so that few corners are enough.
    NaN where the nearest corner has no finite value.
    """
    up, across = _weights(values.shape[0], rows), _weights(values.shape[1], columns)
    finite = np.isfinite(values)
    if finite.all():
        return np.asarray(up @ values @ across.T)
    highest = values[finite].max(initial=0.0)
    found = up @ np.where(finite, values, highest) @ across.T
    there = finite[np.ix_(np.argmax(up, axis=1), np.argmax(across, axis=1))]
    return np.where(there, found, np.nan)


@lru_cache(maxsize=32)
def _weights(count: int, wanted: int) -> Floats:
    """(wanted, count): how much each of ``count`` >= 3 known values counts at each wanted place."""
    at = (np.arange(wanted) + 0.5) / wanted * (count - 1)
    cell = np.minimum(at.astype(np.intp), count - 2)
    t = at - cell
    parts = (
        (-t + 2 * t**2 - t**3) / 2, (2 - 5 * t**2 + 3 * t**3) / 2, (t + 4 * t**2 - 3 * t**3) / 2, (-(t**2) + t**3) / 2,
    )  # fmt: skip
    padded = np.zeros((wanted, count + 2))
    lines = np.arange(wanted)
    for offset, part in enumerate(parts):
        padded[lines, cell + offset] += part
    weights = padded[:, 1:-1]
    for ghost, inner in ((padded[:, 0], (0, 1, 2)), (padded[:, -1], (-1, -2, -3))):
        for factor, place in zip((3, -3, 1), inner, strict=True):  # beyond the edges as the second degree goes on
            weights[:, place] += factor * ghost
    return weights


def crossings(values: Floats, level: float, x: Axis, y: Axis) -> tuple[Floats, Floats]:
    """The middles of the dots between which ``values`` (a row of dots from below) cross ``level``."""
    over = values > level
    edge = np.zeros_like(over)
    edge[:, :-1] |= over[:, :-1] != over[:, 1:]
    edge[:-1] |= over[:-1] != over[1:]
    edge &= np.isfinite(values)
    rows, columns = values.shape
    up, across = np.nonzero(edge)
    return (
        x.low + (x.high - x.low) * (across + 0.5) / columns,
        y.low + (y.high - y.low) * (up + 0.5) / rows,
    )

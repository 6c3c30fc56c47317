"""Where a function of two numbers crosses a level, as dots.

Drawn by hand: the library of the curves has no contours, and a library of contours (contourpy) gives exact polygons,
compiled, for what is one comparison between neighbouring dots here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tutor.tui.views.canvas import Axis, Floats


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

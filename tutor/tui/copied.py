"""Arrays as text for other programs: a table for a spreadsheet, or an expression for Python. In full precision."""

from __future__ import annotations

import math

from tutor.formula.operations.operation import Array


def as_table(array: Array) -> str:
    r"""Rows in lines, numbers apart by tabs; of an array of more axes matrix after matrix.

    >>> import numpy as np
    >>> as_table(np.array([[0.5, 2], [1, -3]]))
    '0.5\t2.0\n1.0\t-3.0'
    """
    if array.ndim > 2:
        return "\n\n".join(map(as_table, array))
    rows = array.reshape(-1, array.shape[-1]) if array.ndim else array.reshape(1, 1)
    return "\n".join("\t".join(map(repr, row)) for row in rows.tolist())


def as_numpy(array: Array) -> str:
    """What Python makes the same array of, bit for bit.

    >>> import numpy as np
    >>> as_numpy(np.array([[0.1, np.nan], [1, -np.inf]]))
    'np.array([[0.1, np.nan], [1.0, -np.inf]])'
    """
    return f"np.array({_literal(array.tolist())})"


def _literal(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    number = float(value)  # type: ignore[arg-type]
    if math.isfinite(number):
        return repr(number)
    return "np.nan" if math.isnan(number) else "np.inf" if number > 0 else "-np.inf"

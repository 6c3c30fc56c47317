"""Random numbers that belong to a place, not to a history.

Philox is a counter-based generator: keyed by a seed and a name and counted by the number of the update, any draw can be
made without the draws before it, on any machine, so that going back in time finds the same ones.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tutor.formula.operations.operation import Array, Shape


def generator(seed: int, name: str, count: int = 0) -> np.random.Generator:
    """The generator of the draws called ``name`` at ``count`` (an update, an epoch; 0 for what is drawn once)."""
    import hashlib  # late: a lesson that draws nothing need not wait for it

    digest = hashlib.blake2b(f"{seed}/{name}".encode(), digest_size=16).digest()
    key = np.frombuffer(digest, dtype="<u8")
    return np.random.Generator(np.random.Philox(key=key, counter=np.array([0, 0, 0, count], dtype=np.uint64)))


def uniform(seed: int, name: str, shape: Shape, low: float = 0.0, high: float = 1.0) -> Array:
    """Draws from [low, high)."""
    return np.asarray(generator(seed, name).uniform(low, high, shape), dtype=np.float64)


def normal(seed: int, name: str, shape: Shape, mean: float = 0.0, std: float = 1.0) -> Array:
    """Draws from the normal distribution with this mean and standard deviation."""
    return np.asarray(generator(seed, name).normal(mean, std, shape), dtype=np.float64)


def permutation(seed: int, name: str, count: int, size: int) -> NDArray[np.intp]:
    """The numbers 0 … size − 1 in a random order that belongs to ``count`` (an epoch)."""
    return np.asarray(generator(seed, name, count).permutation(size), dtype=np.intp)


class Clockwork:
    """Draws for the random operations of a run: what an operation draws depends on its line and the update only."""

    def __init__(self, seed: int, clock: Array) -> None:
        """``clock`` holds the number of the running update, from 1."""
        self._seed = seed
        self._clock = clock

    def uniform(self, stream: str, out: Array) -> None:
        """Fill ``out`` with draws from [0, 1)."""
        generator(self._seed, stream, int(self._clock)).random(out=out)

    def normal(self, stream: str, out: Array) -> None:
        """Fill ``out`` with draws from the standard normal distribution."""
        generator(self._seed, stream, int(self._clock)).standard_normal(out=out)

"""Gradients of random programs of every operation, compared three ways."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from tests.budget import examples
from tests.differentiated import autograd_gradients, backward, our_gradients, slope
from tests.recipes import RECIPES
from tests.strategies import Sample, fused_programs, programs
from tutor.formula.operations.operation import Array

CLOSE = 1e-12


def assert_close(ours: dict[str, Array], theirs: dict[str, Array]) -> None:
    """|a − b| ≤ 1e-12 · max(1, |b|), cell by cell."""
    assert ours.keys() == theirs.keys()
    for name, expected in theirs.items():
        assert ours[name].shape == expected.shape
        assert (np.abs(ours[name] - expected) <= CLOSE * np.maximum(1, np.abs(expected))).all(), name


@pytest.mark.filterwarnings("ignore:Output seems independent of input")
@given(programs())
@examples(1500)
def test_against_an_independent_differentiation_library(sample: Sample) -> None:
    assert_close(our_gradients(sample), autograd_gradients(sample))


@pytest.mark.filterwarnings("ignore:Output seems independent of input")
@given(programs(lines=8, depth=3))
@examples(200)
def test_longer_programs_against_the_library(sample: Sample) -> None:
    assert_close(our_gradients(sample), autograd_gradients(sample))


@given(programs())
@examples(600)
def test_against_the_numeric_derivative(sample: Sample) -> None:
    """Along one random direction through all parameters at once."""
    ours = our_gradients(sample)
    rng = np.random.default_rng(len(sample.text))
    direction = {name: rng.uniform(-1, 1, array.shape) for name, array in sample.parameters.items()}
    along = sum(float(np.sum(ours[name] * direction[name])) for name in ours)
    size = max(1.0, *(float(np.abs(gradient).max()) for gradient in ours.values()))
    assert abs(slope(sample, direction) - along) <= 1e-5 * size


@pytest.mark.filterwarnings("ignore:Output seems independent of input")
@given(fused_programs())
@examples(250)
def test_fused_pairs_against_the_long_way(sample: Sample) -> None:
    """The same gradients, by fewer or shorter lines; and both are right."""
    short, long = backward(sample), backward(sample, fuse=False)
    assert short.fused == short.fusable == long.fusable
    assert len(short.fused) == 1
    assert long.fused == ()
    assert_close(our_gradients(sample), our_gradients(sample, fuse=False))
    assert_close(our_gradients(sample), autograd_gradients(sample))


@pytest.mark.filterwarnings("ignore:Output seems independent of input")
@pytest.mark.parametrize("op", RECIPES)
def test_every_operation_as_the_outermost_one_of_a_line(op: str) -> None:
    reached = 0

    @given(programs(first=op, lines=1))
    @examples(8)
    def check(sample: Sample) -> None:
        nonlocal reached
        reached += op in sample.operations
        assert_close(our_gradients(sample), autograd_gradients(sample))

    check()
    assert reached

"""The random programs that the other tests rely on: do they reach what they are meant to reach?"""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given

from tests.budget import examples
from tests.grower import LARGEST
from tests.interpreter import IMPLEMENTATIONS, run
from tests.recipes import RECIPES
from tests.strategies import Sample, programs
from tutor.engine.derive import smooth_names
from tutor.formula.operations import OPERATIONS
from tutor.formula.tree import Apply, walk

ONLY_IN_EXPANSIONS = {"total", "weighted", "max_of", "min_of", "all_of", "any_of", "argmax_of"}


def test_there_is_a_recipe_and_an_implementation_of_every_operation() -> None:
    assert set(OPERATIONS) - set(RECIPES) <= ONLY_IN_EXPANSIONS
    assert not any(OPERATIONS[op].spelled for op in set(OPERATIONS) - set(RECIPES))
    assert set(IMPLEMENTATIONS) == set(OPERATIONS)


def test_random_programs_use_every_operation_and_differentiate_it() -> None:
    used: Counter[str] = Counter()
    differentiated: Counter[str] = Counter()

    @given(programs())
    @examples(1000)
    def count(sample: Sample) -> None:
        used.update(sample.operations)
        active = set(sample.parameters)
        for line in sample.forward:
            if active.intersection(smooth_names(line.expr)):
                active.add(line.name)
            nodes = [node for node in walk(line.expr) if isinstance(node, Apply)]
            differentiated.update({node.op for node in nodes if active.intersection(smooth_names(node))})

    count()
    flat = {op for op in RECIPES if OPERATIONS[op].flat}
    assert {op: used[op] for op in RECIPES if used[op] < 3} == {}
    assert {op: differentiated[op] for op in set(RECIPES) - flat if differentiated[op] < 10} == {}
    assert flat == {
        *("step", "sign", "less", "less_equal", "greater", "greater_equal", "equal", "not_equal", "and", "or", "not"),
        *("all", "any", "argmax", "one_hot", "ones_like", "bernoulli", "normal"),
    }


@given(programs())
@examples(200)
def test_random_programs_stay_tame(sample: Sample) -> None:
    computed = run(sample.forward, sample.given)
    for line in sample.forward[:-1]:
        assert np.isfinite(computed[line.name]).all()
        assert np.abs(computed[line.name]).max() <= LARGEST
    assert computed["L"].shape == ()
    assert np.isfinite(computed["L"])


def test_random_programs_come_in_all_kinds() -> None:
    lines: Counter[int] = Counter()
    ranks: Counter[int] = Counter()
    reused = 0

    @given(programs())
    @examples(200)
    def count(sample: Sample) -> None:
        nonlocal reused
        lines[len(sample.forward)] += 1
        ranks.update({array.ndim for array in sample.given.values()})
        names = [node for line in sample.forward for node in walk(line.expr)]
        reused += any(names.count(node) > 1 for node in names)

    count()
    assert set(lines) >= {2, 3, 4, 5}
    assert set(ranks) >= {0, 1, 2, 3}
    assert reused > 20

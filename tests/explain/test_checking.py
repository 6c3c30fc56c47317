"""The table of all gradients: the same figures as the engine's own check, and never all cells of a large one."""

from __future__ import annotations

from tests.models import xor
from tests.tui.support import large_model
from tutor.engine.run import Run
from tutor.explain.checking import MOST, GradientTable
from tutor.explain.explainer import Explainer


def test_the_largest_errors_are_those_of_the_engine() -> None:
    run = Run(xor())
    run.go(5)
    table = GradientTable(Explainer(run), 5)
    assert table.work(lambda: True)
    checks = run.check_gradients()
    for verdict in table.verdicts:
        own = [check for check in checks if check.name == verdict.name]
        assert verdict.size == verdict.done == len(own)
        worst = max(own, key=lambda check: check.error)
        assert verdict.worst[0].numeric.error == worst.error
        assert verdict.worst[0].address.index == worst.index
        assert verdict.mark == "✓"
    assert table.worst is not None
    assert table.worst.numeric.error == max(check.error for check in checks)
    assert run.position == (5, 0)


def test_it_can_be_done_bit_by_bit() -> None:
    table = GradientTable(Explainer(Run(xor())), 0)
    cells = sum(verdict.size for verdict in table.verdicts)
    for _ in range(cells):
        assert not table.work(lambda: False)
    assert table.work(lambda: False)
    assert all(verdict.done == verdict.size for verdict in table.verdicts)


def test_of_a_large_parameter_the_same_cells_are_drawn_each_time() -> None:
    run = Run(large_model())
    first, second = (GradientTable(Explainer(run), 0) for _ in range(2))
    for table in (first, second):
        for _ in range(3):
            table.work(lambda: False)
        assert (table.verdicts[0].size, table.verdicts[0].chosen) == (784 * 128, MOST)
        assert table.verdicts[1].chosen == 128
    assert [one.address for one in first.verdicts[0].worst] == [one.address for one in second.verdicts[0].worst]
    assert len(first.verdicts[0].worst) == 3

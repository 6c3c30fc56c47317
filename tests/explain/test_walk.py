"""Walking: into a cell that is read, on to one that reads, and back; and that both know of each other."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.budget import examples
from tests.explain.helpers import every_line
from tests.models import xor
from tests.strategies import Sample, programs
from tutor.engine.address import parse_address
from tutor.engine.run import Run
from tutor.explain.explainer import Explainer
from tutor.explain.problem import ExplainError
from tutor.explain.walk import Walk


def test_from_an_update_to_the_data_and_back() -> None:
    walk = Walk(Explainer(Run(xor())), parse_address("2/W1[1,0]"))
    for address in ("1/dW1[1,0]", "1/dz1[1,0]", "1/h[1,0]", "1/z1[1,0]", "1/X[1,1]"):
        wanted = parse_address(address)
        assert wanted in walk.here.reads
        assert str(walk.enter(wanted).address) == address
    assert walk.here.is_end
    assert [str(address) for address in walk.path] == [
        "2/W1[1,0]", "1/dW1[1,0]", "1/dz1[1,0]", "1/h[1,0]", "1/z1[1,0]", "1/X[1,1]",
    ]  # fmt: skip
    assert str(walk.back().address) == "1/z1[1,0]"
    assert str(walk.enter(parse_address("1/h[1,0]")).address) == "1/h[1,0]"
    for _ in range(9):
        walk.back()
    assert [str(address) for address in walk.path] == ["2/W1[1,0]"]


def test_a_step_to_nowhere_is_not_made() -> None:
    walk = Walk(Explainer(Run(xor())), parse_address("0/L"))
    with pytest.raises(ExplainError):
        walk.enter(parse_address("0/nothing"))
    assert str(walk.here.address) == "0/L"
    assert len(walk.path) == 1


@given(programs())
@examples(40)
def test_what_a_cell_reads_is_read_by_it(sample: Sample) -> None:
    run = Run(sample.model())
    explainer = Explainer(run)
    for explanation in every_line(run, explainer):
        by_region = {address for region in explanation.reads_regions for address in region}
        assert set(explanation.reads) == by_region
        if explanation.is_end:
            continue
        for address in explanation.reads[:4]:
            assert explanation.address in explainer.explain(address).read_by
        for address in explanation.read_by[:4]:
            assert explanation.address in explainer.explain(address).reads


def test_the_same_through_updates() -> None:
    run = Run(xor(rule="adam", eta=0.1))
    run.go(3)
    explainer = Explainer(run)
    for explanation in every_line(run, explainer):
        for address in explanation.reads:
            assert explanation.address in explainer.explain(address).read_by
        for address in explanation.read_by[:6]:
            assert explanation.address in explainer.explain(address).reads

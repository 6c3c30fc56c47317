"""``tutor new``: a lesson that is complete before its author has changed a letter."""

from __future__ import annotations

import tomllib
from itertools import product
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tutor.cli.skeleton import ACTIVATIONS, LOSSES, OUTPUTS, clash, completed, skeleton


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def test_writes_a_lesson_that_check_accepts(run: Run) -> None:
    ran = run("new", "2-3-1")
    assert (ran.code, ran.err) == (0, "")
    assert "tutor net-2-3-1.toml" in ran.out
    checked = run("check", "net-2-3-1.toml", "--json")
    assert (checked.code, checked.out) == (0, "[]\n")


def test_reads_as_a_person_would_write_it(run: Run) -> None:
    run("new", "2-3-1")
    lesson = tomllib.loads(Path("net-2-3-1.toml").read_text(encoding="utf-8"))
    assert lesson["model"].splitlines() == [
        "z1 = X @ W1 + b1",
        "h  = sigmoid(z1)",
        "z2 = h @ W2 + b2",
        "y  = sigmoid(z2)",
        "L  = bce(y, Y)",
    ]
    assert set(lesson["title"]) == set(lesson["about"]) == {"en", "ko"}


PAIRS = {("sigmoid", output, loss) for output, loss in product(OUTPUTS, LOSSES)}
PAIRS |= {(activation, "softmax", "cross_entropy") for activation in ACTIVATIONS}


@pytest.mark.parametrize("layers", ["2-1", "1-1", "4-3", "3-5-2", "2-3-3-3-1"])
@pytest.mark.parametrize(("activation", "output", "loss"), sorted(PAIRS))
def test_every_net_that_is_not_refused_is_accepted(
    run: Run, layers: str, activation: str, output: str, loss: str
) -> None:
    ran = run("new", layers, "--activation", activation, "--output", output, "--loss", loss, "--file", "net.toml")
    if ran.code:
        assert "--output" in ran.err
        assert not Path("net.toml").exists()
    else:
        checked = run("check", "net.toml", "--json")
        assert (checked.code, checked.out) == (0, "[]\n")


def test_what_is_left_open_is_chosen_to_suit() -> None:
    assert [output for output in OUTPUTS if clash(completed((2, 3), "tanh", output, None))] == []
    assert [loss for loss in LOSSES if clash(completed((2, 3), "tanh", None, loss))] == []
    assert completed((2, 1), "tanh", None, None).loss == "bce"


def test_the_net_can_be_trained(run: Run) -> None:
    run("new", "3-4-2", "--activation", "relu")
    ran = run("train", "net-3-4-2.toml", "--updates", "20", "--json")
    assert (ran.code, ran.err) == (0, "")


def test_never_overwrites(run: Run) -> None:
    Path("mine.toml").write_text("mine", encoding="utf-8")
    ran = run("new", "2-3-1", "--file", "mine.toml")
    assert ran.code == 2
    assert "exists already" in ran.err
    assert Path("mine.toml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("2",), "no list of layer widths"),
        (("2-0-1",), "no list of layer widths"),
        (("2--1",), "no list of layer widths"),
        (("-".join(["2"] * 30),), "at most 8 layers"),
        (("9999-9999",), "make it narrower"),
        (("2-2-1", "--activation", "step"), "invalid choice"),
        (("2-2-1", "--loss", "bce", "--output", "relu"), "--output sigmoid"),
        (("2-2-2", "--loss", "cross_entropy", "--output", "relu"), "--output softmax"),
        (("2-2-1", "--output", "softmax"), "always 1"),
        (("2-3-1", "--id", "../escape"), "cannot be the id"),
        (("2-3-1", "--id", "list"), "cannot be the id"),
        (("2-3-1", "--file", "no/such/folder.toml"), "cannot be written"),
    ],
)
def test_refusals(run: Run, words: tuple[str, ...], complaint: str) -> None:
    ran = run("new", *words)
    assert (ran.code, ran.out) == (2, "")
    assert complaint in ran.err
    assert len(ran.err.splitlines()) == 1
    assert list(Path().iterdir()) == []


def test_a_deep_net_names_its_layers() -> None:
    text = skeleton(completed((2, 3, 4, 5), "tanh", None, None), "deep")
    assert "h2 = tanh(z2)" in text
    assert "W3 = " in text

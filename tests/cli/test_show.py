"""``tutor show``: the pass that was asked for, as documented JSON and as text."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.cli.conftest import Run

DOCUMENT = ["lesson", "variant", "update", "lines", "parameters", "state", "watch"]
LINE = ["name", "address", "phase", "formula", "shape", "value"]

BLOWN_UP = """
format_version = 1
id = "blown-up"
model = \"\"\"
a = exp(x)
b = -a
c = a + b
L = sum(c)
\"\"\"
[title]
en = "Blown up"
[parameters]
x = [1000, 0]
"""


def shown(run: Run, *words: str) -> dict[str, Any]:
    ran = run("show", *words, "--json")
    assert (ran.code, ran.err) == (0, "")
    document: dict[str, Any] = json.loads(ran.out)
    return document


def test_json_has_its_keys_in_order(run: Run) -> None:
    document = shown(run, "xor", "--update", "3")
    assert list(document) == DOCUMENT
    assert [document[key] for key in DOCUMENT[:3]] == ["xor", None, 3]
    assert {tuple(line) for line in document["lines"]} == {tuple(LINE)}
    assert [line["phase"] for line in document["lines"]] == ["forward"] * 5 + ["backward"] * 7 + ["update"] * 4
    assert list(document["parameters"]) == ["W1", "b1", "W2", "b2"]


def test_formulas_and_addresses_are_those_of_the_design(run: Run) -> None:
    lines = {(line["phase"], line["name"]): line for line in shown(run, "xor", "--update", "12")["lines"]}
    assert lines["backward", "dz1"]["formula"] == "dh * h * (1 - h)"
    assert lines["backward", "dz1"]["address"] == "12/dz1"
    assert lines["update", "W1"]["formula"] == "W1 - eta * dW1"
    assert lines["update", "W1"]["address"] == "13/W1"


def test_values_are_complete(run: Run) -> None:
    """The pass can be computed again from its own parameters, to the last bit or nearly."""
    document = shown(run, "xor", "--update", "7")
    value = {line["name"]: np.array(line["value"]) for line in document["lines"] if line["phase"] != "update"}
    after = {line["name"]: np.array(line["value"]) for line in document["lines"] if line["phase"] == "update"}
    before = {name: np.array(number) for name, number in document["parameters"].items()}
    inputs = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
    np.testing.assert_allclose(value["z1"], inputs @ before["W1"] + before["b1"], rtol=1e-15)
    np.testing.assert_array_equal(after["W1"], before["W1"] - 2.0 * value["dW1"])
    assert shown(run, "xor", "--update", "8")["parameters"]["W1"] == after["W1"].tolist()
    assert [list(np.shape(line["value"])) for line in document["lines"]] == [
        line["shape"] for line in document["lines"]
    ]


def test_update_ignores_the_condition_of_the_lesson(run: Run) -> None:
    assert shown(run, "xor", "--update", "3000")["update"] == 3000


def test_names_keep_the_named_lines(run: Run) -> None:
    document = shown(run, "xor", "--name", "dW2", "--name", "L")
    assert [line["name"] for line in document["lines"]] == ["L", "dW2"]
    assert document["parameters"]
    text = run("show", "xor", "--name", "L").out
    assert "0/L = bce(y, Y) = 0.715883" in text
    assert "parameters" not in text


def test_numbers_that_are_not_finite_are_words(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "blown-up.toml"
    file.write_text(BLOWN_UP, encoding="utf-8")
    values = {line["name"]: line["value"] for line in shown(run, str(file))["lines"]}
    assert values["a"] == ["inf", 1.0]
    assert values["b"] == ["-inf", -1.0]
    assert values["c"] == ["nan", 0.0]
    assert values["L"] == "nan"


def test_state_is_told_by_parameter(run: Run) -> None:
    document = shown(run, "optimisers", "--variant", "adam", "--update", "5")
    assert document["variant"] == "adam"
    assert {tuple(state) for state in document["state"].values()} == {("m", "v")}
    assert set(document["state"]) == set(document["parameters"])


def test_a_graph_without_training_has_its_one_pass(run: Run) -> None:
    document = shown(run, "apples-and-oranges")
    assert {line["phase"] for line in document["lines"]} == {"forward", "backward"}
    ran = run("show", "apples-and-oranges", "--update", "1")
    assert (ran.code, ran.out) == (2, "")
    assert "only pass 0" in ran.err


def test_watches_belong_to_the_pass_and_not_to_what_its_update_makes(run: Run) -> None:
    document = shown(run, "xor", "--update", "481")
    outputs = next(np.array(line["value"]) for line in document["lines"] if line["name"] == "y")
    assert document["watch"]["accuracy"] == np.mean((outputs > 0.5) == np.array([[0], [1], [1], [0]]))


def test_text_can_be_read_in_order(run: Run) -> None:
    out = run("show", "xor").out
    assert out.startswith("XOR with two hidden units · pass 0\n")
    phases = [out.index(f"\n{phase}\n") for phase in ("forward", "backward", "update", "parameters")]
    assert phases == sorted(phases)
    assert "\x1b" not in out
    assert "0/dz1 = dh * h * (1 - h)   (4×2)\n    [[" in out


def test_parameters_that_were_shown_can_be_read_again(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "after.json"
    file.write_text(run("show", "xor", "--update", "10", "--json").out, encoding="utf-8")
    again = shown(run, "xor", "--parameters", str(file))
    assert again["parameters"] == shown(run, "xor", "--update", "10")["parameters"]
    assert again["update"] == 0


def test_parameters_from_an_archive(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "some.npz"
    np.savez(file, b2=np.array([math.pi]))
    document = shown(run, "xor", "--parameters", str(file))
    assert document["parameters"]["b2"] == [math.pi]
    assert document["parameters"]["b1"] == [-1.2, 0.8]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ('{"b2": [1, 2]}', "b2"),
        ('{"b3": [1]}', "b2"),
        ('{"b2": ["x"]}', "b2"),
        ("[1, 2]", "parameters"),
        ("{", "JSON"),
        ("[" * 100_000, "JSON"),
        ("", "JSON"),
    ],
)
def test_parameters_that_do_not_fit(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, complaint: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("parameters.json").write_text(content, encoding="utf-8")
    ran = run("show", "xor", "--parameters", "parameters.json")
    assert (ran.code, ran.out) == (2, "")
    assert complaint in ran.err
    assert ran.err.startswith("parameters.json:")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("xr",), "did you mean 'xor'?"),
        (("shw",), "did you mean 'tutor show'?"),
        (("nonsense",), "no lesson"),
        (("nowhere.toml",), "nowhere.toml"),
        (("/etc/passwd/none.toml",), "none.toml"),
        (("xor", "--variant", "stuk"), "stuk"),
        (("xor", "--name", "dW9"), "no line of this pass is named 'dW9'"),
        (("xor", "--update", "1.5"), "not a whole number"),
        (("xor", "--update", "-1"), "not a whole number"),
        (("xor", "--update", "1" * 40), "not a whole number"),
        (("xor", "--parameters", "none.json"), "none.json"),
        (("xor", "\x1b[2J"), "unrecognized"),
    ],
)
def test_refusals(run: Run, words: tuple[str, ...], complaint: str) -> None:
    ran = run("show", *words)
    assert (ran.code, ran.out) == (2, "")
    assert complaint in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_gradient_that_fusing_leaves_out_is_computed_when_asked_for(run: Run) -> None:
    lines = {line["name"]: line for line in shown(run, "xor", "--name", "dy", "--name", "dX", "--name", "y")["lines"]}
    assert lines["dy"]["formula"] == "(y - Y) / (4 * y * (1 - y))"
    for (slope,), (y,), target in zip(lines["dy"]["value"], lines["y"]["value"], (0, 1, 1, 0), strict=True):
        assert slope == pytest.approx((y - target) / (4 * y * (1 - y)), rel=1e-12)
    assert lines["dX"]["address"] == "0/dX"
    assert lines["dX"]["shape"] == [4, 2]

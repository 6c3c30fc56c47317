"""``tutor why``: one cell, as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

KEYS = ["address", "formula", "symbolic", "substituted", "terms", "value", "reads", "read_by", "paths", "numeric"]


def explained(run: Run, *words: str) -> dict[str, Any]:
    ran = run("why", *words, "--json")
    assert (ran.code, ran.err) == (0, "")
    found: dict[str, Any] = json.loads(ran.out)
    assert list(found) == KEYS
    return found


def test_json_of_a_gradient(run: Run) -> None:
    found = explained(run, "xor", "0/dW2[0,0]")
    assert found["address"] == "0/dW2[0,0]"
    assert found["formula"] == "h.T @ dz2"
    rows = range(4)
    assert found["symbolic"] == " + ".join(f"h[{row},0] * dz2[{row},0]" for row in rows)
    assert found["reads"] == [f"0/{name}[{row},0]" for row in rows for name in ("h", "dz2")]
    assert found["read_by"] == ["1/W2[0,0]"]
    assert len(found["terms"]) == 4
    for row, term in enumerate(found["terms"]):
        assert [factor["address"] for factor in term["factors"]] == [f"0/h[{row},0]", f"0/dz2[{row},0]"]
        first, second = (factor["value"] for factor in term["factors"])
        assert term["value"] == first * second
    assert sum(term["value"] for term in found["terms"]) == pytest.approx(found["value"], rel=1e-12)
    assert eval(found["substituted"]) == pytest.approx(found["value"], rel=1e-12)
    assert found["paths"] == [{"lines": ["z2", "y", "L"], "value": found["value"]}]
    assert found["numeric"]["value"] == pytest.approx(found["value"], rel=1e-6)
    assert 0 <= found["numeric"]["error"] < 1e-7


def test_the_value_is_that_of_show(run: Run) -> None:
    lines = {line["address"]: line for line in json.loads(run("show", "xor", "--update", "3", "--json").out)["lines"]}
    for address in ("3/dW1[1,0]", "4/W1[1,0]", "3/h[2,1]", "3/L"):
        name, _, index = address.partition("[")
        value = lines[name]["value"]
        for position in index.rstrip("]").split(",") if index else ():
            value = value[int(position)]
        assert explained(run, "xor", address)["value"] == value
        assert explained(run, "xor", address)["formula"] == lines[name]["formula"]


def test_json_of_an_updated_parameter(run: Run) -> None:
    found = explained(run, "xor", "2/W1[1,0]")
    assert found["symbolic"] == "W1[1,0] - eta * dW1[1,0]"
    assert found["reads"] == ["1/W1[1,0]", "1/eta", "1/dW1[1,0]"]
    first, second = found["terms"]
    assert [factor["address"] for factor in first["factors"]] == ["1/W1[1,0]"]
    assert [factor["address"] for factor in second["factors"]] == [None, "1/eta", "1/dW1[1,0]"]
    assert second["factors"][0]["value"] == -1
    assert (found["paths"], found["numeric"]) == ([], None)


def test_json_of_an_end(run: Run) -> None:
    found = explained(run, "xor", "0/X[1,1]")
    assert (found["formula"], found["symbolic"], found["substituted"], found["value"]) == ("", "X[1,1]", "1.0", 1.0)
    assert found["reads"] == []
    assert found["read_by"] == ["0/z1[1,0]", "0/z1[1,1]", "0/dW1[1,0]", "0/dW1[1,1]"]


def test_json_of_numbers_that_were_lost(run: Run, tmp_path: Path) -> None:
    lesson = tmp_path / "lost.toml"
    lesson.write_text(
        'format_version = 1\nid = "lost"\ntitle.en = "Lost"\nmodel = "L = ln(w)"\nparameters = { w = 0 }\n',
        encoding="utf-8",
    )
    found = explained(run, str(lesson), "0/L")
    assert found["value"] == "-inf"
    assert explained(run, str(lesson), "0/dw")["value"] == "inf"


def test_a_variant(run: Run) -> None:
    assert explained(run, "optimisers", "2/x", "--variant", "momentum")["formula"] == "x + x.v"


def test_text_is_read_in_order(run: Run) -> None:
    ran = run("why", "xor", "0/dW2[0,0]")
    assert ran.code == 0
    places = [ran.out.index(part) for part in (
        "0/dW2[0,0]   ∂L/∂w⁽²⁾₁₁ (h₁→o)\ndW2 = h.T @ dz2\n",
        "∂L/∂w⁽²⁾₁₁ = h₁₁ · ∂L/∂z⁽²⁾₁₁ + ",
        "           = 0.2315 · 0.1296 + ",
        "           = −0.005458\n(shown to 4 significant digits)",
        "4 products are added up",
        "terms\n  h₁₁ · ∂L/∂z⁽²⁾₁₁ = 0.2315 · 0.1296 = 0.03000\n",
        "computed from\n  0/h[0,0] = 0.2315\n",
        "goes into\n  1/W2[0,0]\n",
        "z2 → y → L  −0.005458",
        "numeric gradient: −0.005458 (error ",
    )]  # fmt: skip
    assert places == sorted(places)


def test_text_in_korean(run: Run) -> None:
    ran = run("--lang", "ko", "why", "xor", "1/b2[0]")
    assert "b⁽²⁾₁ ← b⁽²⁾₁ − η · ∂L/∂b⁽²⁾₁" not in ran.out.splitlines()[0]
    for part in ("은닉 노드 두 개로 XOR 풀기", "계산에 쓴 칸", "이 칸을 쓰는 칸", "유효 숫자 4자리", " ← "):
        assert part in ran.out


def test_more_digits(run: Run) -> None:
    assert "= −0.0054578673" in run("why", "xor", "0/dW2[0,0]", "--digits", "8").out
    assert "shown to" not in run("why", "xor", "0/X[1,1]").out


def test_long_lists_leave_out_their_middle(run: Run) -> None:
    out = run("why", "initial-values", "0/z1[0,0]").out
    assert "more)" in out
    assert len(out.splitlines()) < 60


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("xor", "0/dW2"), "'dW2' has shape 2×1; name a cell of it, counted from 0, such as 0/dW2[0,0]"),
        (("xor", "0/dW2[5,0]"), "there is no cell 0/dW2[5,0]: the shape is 2×1, and the last cell is 0/dW2[1,0]"),
        (("xor", "0/dw2[0,0]"), "there is no value 'dw2'; did you mean 'dW2'?"),
        (("xor", "12"), "'12' names no value; write 0/dW2[0,0]: a pass, a value, a cell of it"),
        (("xor", "0//"), "'0//' is no address"),
        (("apples", "3/price"), "there is no pass 3: this lesson learns nothing, so there is only pass 0"),
        (("xor", "999999999999999/L"), "a pass can be at most 100,000,000"),
        (("xor", "0/L", "--digits", "0"), "'0' is not a whole number from 1 to 17"),
        (("xor",), "the following arguments are required: ADDRESS"),
    ],
)
def test_refusals(run: Run, words: tuple[str, ...], complaint: str) -> None:
    ran = run("why", *words)
    assert (ran.code, ran.out) == (2, "")
    assert complaint in ran.err
    assert run("--lang", "ko", "why", *words).code == 2


def test_a_parameter_behind_a_step_is_told_why(run: Run, tmp_path: Path) -> None:
    lesson = tmp_path / "step.toml"
    lesson.write_text(
        'format_version = 1\nid = "flat"\ntitle.en = "Flat"\nmodel = """\ny = step(w)\nL = y * 2\n"""\n'
        "parameters = { w = 0.5 }\n",
        encoding="utf-8",
    )
    ran = run("why", str(lesson), "0/dw")
    assert ran.code == 2
    assert "step in the line 'y' is flat, so nothing passes back through it" in ran.err


@pytest.mark.parametrize("address", ["0/L", "0/dW1[0,0]", "3/W1[0,0]", "0/X[0,0]", "0/eta"])
def test_every_kind_of_cell_in_both_languages(run: Run, address: str) -> None:
    for language in ("en", "ko"):
        ran = run("why", "xor", address, "--lang", language)
        assert (ran.code, ran.err) == (0, "")
        assert "cli." not in ran.out
        assert "explain." not in ran.out

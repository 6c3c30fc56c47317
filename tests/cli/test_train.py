"""``tutor train``: runs until something is reached, and says what."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

DOCUMENT = ["lesson", "variant", "reason", "update", "parameters", "state", "watch"]


def trained(run: Run, *words: str, code: int = 0) -> dict[str, Any]:
    ran = run("train", *words, "--json")
    assert (ran.code, ran.err) == (code, "")
    document: dict[str, Any] = json.loads(ran.out)
    assert list(document) == DOCUMENT
    return document


def shown(run: Run, *words: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(run("show", *words, "--json").out)
    return document


def test_stops_where_the_condition_first_holds(run: Run) -> None:
    document = trained(run, "xor", "--until", "L < 0.5")
    update = document["update"]
    assert document["reason"] == "condition"

    def loss(update: int) -> float:
        return float(shown(run, "xor", "--update", str(update), "--name", "L")["lines"][0]["value"])

    assert loss(update) < 0.5 <= loss(update - 1)
    assert document["parameters"] == shown(run, "xor", "--update", str(update))["parameters"]
    assert document["watch"] == shown(run, "xor", "--update", str(update))["watch"]


def test_the_lesson_says_when_to_stop(run: Run) -> None:
    assert trained(run, "xor")["reason"] == "condition"


def test_stops_at_the_limit(run: Run) -> None:
    document = trained(run, "xor", "--updates", "10")
    assert (document["reason"], document["update"]) == ("limit", 10)
    assert document["parameters"] == shown(run, "xor", "--update", "10")["parameters"]
    assert trained(run, "xor", "--updates", "0")["update"] == 0


def test_diverging_is_a_no(run: Run) -> None:
    document = trained(run, "xor", "--set", "eta=1e300", "--until", "L < 0", "--updates", "100", code=1)
    assert document["reason"] == "diverged"
    ran = run("train", "xor", "--set", "eta=1e300", "--until", "L < 0", "--updates", "100")
    assert ran.code == 1
    assert f"It began at {document['update']}/" in ran.out


def test_another_rule(run: Run) -> None:
    document = trained(run, "xor", "--rule", "adam", "--set", "eta=0.1", "--updates", "50")
    assert list(document["state"]["W1"]) == ["m", "v"]
    own = trained(run, "xor", "--rule", "W = W - eta * g", "--updates", "50")
    assert own["parameters"] == trained(run, "xor", "--updates", "50")["parameters"]


def test_text_says_why_it_stopped(run: Run) -> None:
    assert run("train", "xor", "--until", "L < 0.5").out.startswith("Stopped at update ")
    assert "L < 0.5 holds" in run("train", "xor", "--until", "L < 0.5").out
    assert "and L < 0 does not hold" in run("train", "xor", "--until", "L < 0", "--updates", "5").out
    assert "조건을 만족해요: L < 0.5" in run("train", "xor", "--until", "L < 0.5", "--lang", "ko").out


def test_a_watch_may_decide(run: Run) -> None:
    assert trained(run, "xor", "--until", "accuracy == 1")["watch"]["accuracy"] == 1


def test_goes_on_from_parameters_of_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "half.json"
    file.write_text(run("train", "xor", "--updates", "100", "--json").out, encoding="utf-8")
    rest = trained(run, "xor", "--parameters", str(file), "--updates", "100")
    assert rest["parameters"] == trained(run, "xor", "--updates", "200")["parameters"]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("xor", "--until", "LL < 1"), "--until: unknown name 'LL'"),
        (("xor", "--until", "L <"), "--until: "),
        (("xor", "--until", "y"), "--until: "),
        (("xor", "--until", "손실 < 1"), "--until: "),
        (("xor", "--until", "__import__('os')"), "--until: "),
        (("xor", "--until", "L < 1" + "0" * 5000), "--until: "),
        (("xor", "--rule", "adm"), "no update rule 'adm'"),
        (("xor", "--rule", "W = W - et * g"), "--rule: "),
        (("xor", "--rule", "V = W"), "--rule: "),
        (("xor", "--set", "eto=1"), "no hyper-parameter 'eto'"),
        (("xor", "--set", "eta"), "not NAME=NUMBER"),
        (("xor", "--set", "eta=nan"), "not NAME=NUMBER"),
        (("xor", "--updates", "many"), "not a whole number"),
        (("apples-and-oranges",), "nothing to update"),
    ],
)
def test_refusals(run: Run, words: tuple[str, ...], complaint: str) -> None:
    ran = run("train", *words)
    assert (ran.code, ran.out) == (2, "")
    assert complaint in ran.err
    assert "Traceback" not in ran.err

"""``tutor search``: every trial a line, the best of them, and the same for other programs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tutor.cli import interrupt
from tutor.messages import LANGUAGES

LESSON = """
format_version = 1
id = "slope"
title.en = "A slope"
title.ko = "기울기"
model = '''
y = X @ w
L = 0.5 * sum((y - Y)**2)
'''
data.X = [[1], [2]]
data.Y = [[3], [6]]
parameters.w = [0.5]
watch.loss = "L"

[training]
rule = "sgd"
eta = 0.1

[search]
ranges.eta = { from = 0.01, to = HIGH, scale = "log" }
trials = 5
updates = 60
watch = "loss"
best = "lowest"
rounds = 3
seed = 3

[variants.by-hand]
training.update = "w = w - 0.01 * dw"
"""
DOCUMENT = ["lesson", "variant", "watch", "best_is", "updates", "rounds", "best"]


@pytest.fixture
def slope(tmp_path: Path) -> str:
    """A lesson of one's own in which some steps are too long."""
    return written(tmp_path, "400")


def written(folder: Path, high: str) -> str:
    file = folder / "slope.toml"
    text = LESSON.replace("HIGH", high).replace("Y = [[3], [6]]", "Y = [3, 6]")
    file.write_text(text, encoding="utf-8")
    return str(file)


def found(run: Run, *words: str, code: int = 0) -> dict[str, Any]:
    ran = run("search", *words, "--json")
    assert (ran.code, ran.err) == (code, "")
    document: dict[str, Any] = json.loads(ran.out)
    assert list(document) == DOCUMENT
    return document


def test_json_has_every_round_with_its_ranges_and_trials(run: Run, slope: str) -> None:
    document = found(run, slope)
    assert [document[key] for key in DOCUMENT[:5]] == ["slope", None, "loss", "lowest", 60]
    assert len(document["rounds"]) == 3
    for made in document["rounds"]:
        assert list(made) == ["ranges", "trials"]
        ends = made["ranges"]["eta"]
        assert list(ends) == ["from", "to", "scale"]
        assert len(made["trials"]) == 5
        for trial in made["trials"]:
            assert list(trial) == ["values", "watch", "lost"]
            assert ends["from"] <= trial["values"]["eta"] <= ends["to"]
            assert (trial["watch"] is None) == (trial["lost"] is not None)
    assert document["rounds"][0]["ranges"]["eta"] == {"from": 0.01, "to": 400.0, "scale": "log"}


def test_the_best_is_the_lowest_of_all_and_its_place_is_right(run: Run, slope: str) -> None:
    document = found(run, slope)
    kept = [trial["watch"] for made in document["rounds"] for trial in made["trials"] if trial["watch"] is not None]
    lost = [trial for made in document["rounds"] for trial in made["trials"] if trial["watch"] is None]
    assert lost
    best = document["best"]
    assert list(best) == ["round", "trial", "values", "watch", "lost"]
    assert best["watch"] == min(kept)
    assert document["rounds"][best["round"] - 1]["trials"][best["trial"] - 1]["values"] == best["values"]


def test_the_same_command_finds_the_same(run: Run, slope: str) -> None:
    assert found(run, slope) == found(run, slope)


def test_the_command_at_the_end_trains_to_what_was_found(run: Run, slope: str) -> None:
    ran = run("search", slope)
    command = ran.out.splitlines()[-1].split()
    assert command[:2] == ["tutor", "train"]
    trained = json.loads(run(*command[1:], "--json").out)
    assert trained["watch"]["loss"] == found(run, slope)["best"]["watch"]


def test_text_has_one_line_a_trial_with_the_best_so_far(run: Run, slope: str) -> None:
    ran = run("search", slope)
    document = found(run, slope)
    assert (ran.code, ran.err) == (0, "")
    rows = re.findall(r"^  (\d+)\.(\d+) +(\S+) +(diverged at \d+|\S+)(?:  +(\S+)( ★)?)?$", ran.out, re.MULTILINE)
    assert [(int(number), int(trial)) for number, trial, *_ in rows] == [(r, t) for r in (1, 2, 3) for t in range(1, 6)]
    trials = [trial for made in document["rounds"] for trial in made["trials"]]
    best = float("inf")
    for (_, _, eta, came, so_far, star), trial in zip(rows, trials, strict=True):
        assert float(eta) == pytest.approx(trial["values"]["eta"], rel=1e-3)
        better = trial["watch"] is not None and trial["watch"] < best
        best = trial["watch"] if better else best
        assert (star == " ★") == better
        assert float(so_far) == pytest.approx(best, rel=1e-3)
        assert came == (f"diverged at {trial['lost']}" if trial["lost"] is not None else f"{trial['watch']:.4g}")
    assert all(f"Round {number}: eta " in ran.out for number in (1, 2, 3))
    assert f"★ The best is trial {document['best']['round']}.{document['best']['trial']}: eta = " in ran.out


def test_where_every_trial_is_lost_the_answer_is_no(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, "1e300")
    Path(file).write_text(
        Path(file).read_text(encoding="utf-8").replace("from = 0.01", "from = 1e200"), encoding="utf-8"
    )
    assert found(run, file, code=1)["best"] is None
    ran = run("search", file)
    assert (ran.code, ran.err) == (1, "")
    assert "No trial kept its numbers finite" in ran.out


def test_from_other_parameters_it_finds_something_else(run: Run, slope: str, tmp_path: Path) -> None:
    file = tmp_path / "there.json"
    file.write_text('{"parameters": {"w": [3.0]}}', encoding="utf-8")
    assert found(run, slope, "--parameters", str(file))["best"]["watch"] == 0
    assert found(run, slope)["best"]["watch"] > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_keep_to_eighty_columns(run: Run, slope: str, language: str) -> None:
    from tutor.columns import width

    lines = run("search", slope, "--lang", language).out.splitlines()
    assert max(width(line) for line in lines if re.match(r"  \d+\.\d", line)) <= 80


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("xor",), "the lesson 'xor' has no [search]"),
        (("hyper-parameters", "--variant", "log-scale"), "nothing reads the hyper-parameter 'eta' here"),
        (("hyper-parameters", "--variant", "nowhere"), "nowhere"),
        (("zor",), "zor"),
        ((), "LESSON"),
    ],
)
def test_refusals_are_one_sentence(run: Run, words: tuple[str, ...], complaint: str) -> None:
    for options in ((), ("--json",)):
        ran = run("search", *words, *options)
        assert (ran.code, ran.out) == (2, "")
        assert complaint in ran.err
        assert len(ran.err.splitlines()) == 1
        assert "Traceback" not in ran.err


def test_ctrl_c_stops_and_says_how_far_it_got(run: Run, slope: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from contextlib import contextmanager

    asked = iter([False, False, False, True])

    @contextmanager
    def pressed():  # type: ignore[no-untyped-def]
        yield lambda: next(asked, True)

    assert callable(interrupt.ctrl_c_asked)
    monkeypatch.setattr("tutor.cli.searching.ctrl_c_asked", pressed)
    ran = run("search", slope)
    assert ran.code == 130
    assert "Stopped by hand after 3 of 15 trials." in ran.err
    assert len(re.findall(r"^  1\.\d ", ran.out, re.MULTILINE)) == 3

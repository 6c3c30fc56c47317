"""``tutor check``: every complaint at once, as text and as JSON, and exit codes that a script can use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Run

BAD = """format_version = 1
id = "bad"
model = \"\"\"
z = sigmod(x)
L = summ(z)
\"\"\"
[title]
en = "Bad"
[parameters]
x = [1, 2]
"""


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def bad() -> Path:
    file = Path("bad.toml")
    file.write_text(BAD, encoding="utf-8")
    return file


@pytest.mark.parametrize("file", sorted((ROOT / "lessons").glob("*.toml")), ids=lambda file: file.stem)
def test_all_that_ships_is_good(run: Run, file: Path) -> None:
    """What CI asks of all files at once, file by file: a figure far off takes a second or two."""
    ran = run("check", "--strict", "--json", str(file))
    assert (ran.code, ran.out, ran.err) == (0, "[]\n", "")


def test_every_complaint_has_its_place_and_a_caret(run: Run, bad: Path) -> None:
    ran = run("check", str(bad))
    assert (ran.code, ran.err) == (1, "")
    assert f"{bad}:4:5: error: " in ran.out
    assert "sigmoid" in ran.out
    assert f"{bad}:5:5: error: " in ran.out
    assert "    z = sigmod(x)\n        ^" in ran.out


def test_json_is_a_list_with_keys_in_order(run: Run, bad: Path) -> None:
    ran = run("check", str(bad), "--json")
    assert ran.code == 1
    complaints = json.loads(ran.out)
    assert {tuple(complaint) for complaint in complaints} == {("file", "line", "column", "severity", "message")}
    assert {complaint["severity"] for complaint in complaints} == {"error", "advice"}
    assert {complaint["file"] for complaint in complaints} == {str(bad)}
    assert (complaints[0]["line"], complaints[0]["column"]) <= (4, 5)


def test_json_speaks_the_language_that_was_asked_for(run: Run, bad: Path) -> None:
    ran = run("check", str(bad), "--json", "--lang", "ko")
    assert ran.out.isascii()
    assert any("가" <= letter <= "힣" for letter in json.loads(ran.out)[0]["message"])


PROMISES = """format_version = 1
id = "promises"
model = "z = 2 * x"
title = { en = "Promises", ko = "약속" }
about = { en = "a", ko = "가" }
question = [{ ask = "0/z" }, { ask = "0/dx" }, { ask = "0/dx" }]
note = [{ at = "x", en = "a", ko = "가" }]
view = [{ kind = "contour" }]
[[figure]]
at = "0/z"
is = "6.3"
[parameters]
x = 3.1
"""


def test_a_lesson_is_run(run: Run) -> None:
    file = Path("promises.toml")
    file.write_text(PROMISES, encoding="utf-8")
    ran = run("check", str(file))
    assert ran.code == 1
    assert "promises.toml:11:7: error: 0/z: 6.3 is printed, and 6.2 comes out" in ran.out
    assert "promises.toml:7:16: advice: " in ran.out
    assert "promises.toml:8:18: advice: " in ran.out
    places = [int(line.split(":")[1]) for line in ran.out.splitlines() if line.startswith("promises.toml:")]
    assert places == sorted(places)


def test_the_lessons_of_a_folder_are_run_without_being_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "shipped").mkdir()
    monkeypatch.setattr("tutor.cli.chosen.lessons_folder", lambda: tmp_path / "shipped")
    (tmp_path / "own" / "b.toml").write_text(PROMISES.replace("promises", "b"), encoding="utf-8")
    (tmp_path / "own" / "a.toml").write_text("[[[", encoding="utf-8")
    ran = run("check", "--lessons", str(tmp_path / "own"), "--json")
    files = [Path(complaint["file"]).name for complaint in json.loads(ran.out)]
    assert files == sorted(files)
    assert {"a.toml", "b.toml"} <= set(files)
    assert any("6.3" in complaint["message"] for complaint in json.loads(ran.out))


def test_strict_fails_for_advice(run: Run) -> None:
    file = Path("promises.toml")
    file.write_text(PROMISES.replace('"6.3"', '"6.2"'), encoding="utf-8")
    assert run("check", str(file)).code == 0
    assert run("check", str(file), "--strict").code == 1
    good = Path("good.toml")
    good.write_text(PROMISES.replace('"6.3"', '"6.2"').replace('"x", en', '"z", en').replace('"contour"', '"graph"'))
    ran = run("check", str(good), "--strict")
    assert (ran.code, "errors: 0, advice: 0" in ran.out) == (0, True), ran.out


def test_advice_alone_is_no_failure(run: Run) -> None:
    file = Path("own.toml")
    file.write_text(
        'format_version = 1\nid = "own"\nmodel = "z = 2 * x"\n[title]\nen = "Own"\n[parameters]\nx = 3\n',
        encoding="utf-8",
    )
    ran = run("check", str(file), "--json")
    assert ran.code == 0
    assert {complaint["severity"] for complaint in json.loads(ran.out)} == {"advice"}


def test_a_folder_means_the_lessons_in_it(run: Run, bad: Path) -> None:
    Path("worse.toml").write_text("[[[", encoding="utf-8")
    ran = run("check", str(bad.parent))
    assert ran.code == 1
    assert "bad.toml:4:5" in ran.out
    assert "worse.toml:1" in ran.out


def test_what_cannot_be_read(run: Run) -> None:
    Path("empty").mkdir()
    for words in (("check", "none.toml"), ("check", "empty"), ("check", "/dev/null")):
        ran = run(*words)
        assert ran.code == 2, words
        assert "Traceback" not in ran.out + ran.err


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"\x00" * 100, b"x" * 2_000_000, b"[[[", b"id = 1", b"\xef\xbb\xbf"]
)
def test_files_that_are_no_lessons(run: Run, content: bytes) -> None:
    file = Path("odd.toml")
    file.write_bytes(content)
    ran = run("check", str(file), "--json")
    assert ran.code == 1
    assert "error" in {complaint["severity"] for complaint in json.loads(ran.out)}
    for command in ("show", "train"):
        ran = run(command, str(file))
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("odd.toml:")

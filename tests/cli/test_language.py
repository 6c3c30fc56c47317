"""The command line in Korean and in English, argparse's own words included."""

from __future__ import annotations

import argparse
import gettext
import inspect
import os
import re

import pytest

from tests.cli.conftest import Run
from tests.tools.compile_catalogues import LOCALE_FOLDER, read
from tutor.cli.commands import COMMANDS
from tutor.columns import width

HELPS = [("--help",), *((name, "--help") for name in COMMANDS)]
ENGLISH_OF_ARGPARSE = re.compile(r"usage:|options:|positional|show this help|argument|expected|invalid|required|error")


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("words", HELPS, ids=" ".join)
def test_help_fits_a_terminal(run: Run, words: tuple[str, ...], language: str) -> None:
    ran = run("--lang", language, *words)
    assert (ran.code, ran.err) == (0, "")
    assert [line for line in ran.out.splitlines() if width(line) > 80] == []
    assert "cli." not in ran.out


@pytest.mark.parametrize("words", HELPS, ids=" ".join)
def test_korean_help_is_korean(run: Run, words: tuple[str, ...]) -> None:
    out = run("--lang", "ko", *words).out
    assert out.startswith("사용법: tutor")
    assert "옵션:" in out
    assert ENGLISH_OF_ARGPARSE.findall(re.sub(r"(output|hidden)-error", "", out)) == []  # names of skills


@pytest.mark.parametrize("words", HELPS, ids=" ".join)
def test_help_teaches_by_example(run: Run, words: tuple[str, ...]) -> None:
    examples = run(*words).out.partition("examples:\n")[2]
    command = "tutor" if words == ("--help",) else f"tutor {words[0]}"
    assert len(re.findall(rf"^  {command}", examples, re.MULTILINE)) >= 2


def test_the_first_help_names_every_command(run: Run) -> None:
    for language in ("en", "ko"):
        out = run("--lang", language, "--help").out
        assert [name for name in COMMANDS if not re.search(rf"^  {name}\b", out, re.MULTILINE)] == []


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("show",), "빠진 인자: LESSON"),
        (("show", "xor", "--nonsense"), "모르는 인자: --nonsense"),
        (("show", "xor", "--update"), "--update: 값이 하나 있어야 해요"),
        (("show", "xor", "--update", "-1"), "--update: 0 이상 100,000,000 이하의 정수가 아니에요: '-1'"),
        (("show", "xor", "--json=yes"), "값을 받지 않는 옵션에 준 값: 'yes'"),
        (("new", "2-3-1", "--loss", "mae"), "고를 수 없는 값: 'mae'"),
        (("new", "two"), "층의 너비를 2-3-1처럼"),
        (("nonsense",), "없는 레슨: 'nonsense'"),
    ],
)
def test_korean_complaints(run: Run, words: tuple[str, ...], complaint: str) -> None:
    ran = run("--lang", "ko", *words)
    assert (ran.code, ran.out) == (2, "")
    assert complaint in ran.err
    assert len(ran.err.splitlines()) == 1
    assert ENGLISH_OF_ARGPARSE.findall(ran.err) == []


def test_the_option_wins_over_the_variable_and_the_variable_over_the_locale(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def speaks_korean(*words: str) -> bool:
        return "사용법" in run(*words, "--help").out

    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    assert speaks_korean()
    monkeypatch.setenv("TUTOR_LANG", "en")
    assert not speaks_korean()
    assert speaks_korean("--lang", "ko")
    assert speaks_korean("--lang=ko", "list")
    assert speaks_korean("list", "--lang", "ko")
    monkeypatch.setenv("TUTOR_LANG", "ko")
    assert not speaks_korean("--lang", "en")


def test_an_unknown_language_is_refused(run: Run) -> None:
    ran = run("--lang", "fr", "list")
    assert (ran.code, ran.out) == (2, "")
    assert "'fr'" in ran.err
    assert run("--lang").code == 2


def test_the_surroundings_are_left_as_they_were(run: Run) -> None:
    before = gettext.textdomain(), dict(os.environ)
    run("--lang", "ko", "--help")
    assert (gettext.textdomain(), dict(os.environ)) == before


def test_the_catalogue_of_argparse_has_what_this_python_says() -> None:
    """A sentence that argparse words differently in a new Python would be English in the middle of Korean."""
    source = inspect.getsource(argparse)
    for message in read(LOCALE_FOLDER / "ko" / "LC_MESSAGES" / "argparse.po"):
        sentence = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
        newer = sentence == "%(heading)s:" or "maybe you meant" in sentence
        assert newer or not sentence or sentence in source, sentence

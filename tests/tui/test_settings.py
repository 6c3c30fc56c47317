"""The settings file: what it says is used, what it says wrongly is said back, and nobody needs one."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.theme import BUILTIN_THEMES

from tutor.messages import LANGUAGES
from tutor.tui.actions import screens_of_actions
from tutor.tui.settings import Settings, read_settings

ACTIONS = {"next_line": {"step"}, "previous_line": {"step"}, "help": {"anywhere"}, "open": {"home"}}
THEMES = ("nord", "textual-light")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


@pytest.mark.parametrize("text", [None, "", "  \n"])
def test_nobody_needs_one(file: Path, text: str | None) -> None:
    if text is not None:
        file.write_text(text, encoding="utf-8")
    assert read_settings(file, ACTIONS, THEMES) == (Settings(), ())


def test_everything_that_can_be_said(file: Path) -> None:
    file.write_text(
        'language = "ko"\ntheme = "nord"\ndigits = 6\nnumbers = "fixed"\nglyphs = "ascii"\n'
        '[keys]\nnext_line = ["n", "right"]\nhelp = ["question_mark"]\n',
        encoding="utf-8",
    )
    settings, complaints = read_settings(file, ACTIONS, THEMES)
    assert complaints == ()
    assert settings == Settings(
        "ko", "nord", 6, "fixed", "ascii", {"next_line": ("n", "right"), "help": ("question_mark",)}
    )


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('\nlangage = "ko"', 2, 1),
        ('language = "fr"', 1, 12),
        ("digits = 40", 1, 10),
        ("digits = true", 1, 10),
        ('[keys]\nnext_lime = ["n"]', 2, 1),
        ("[keys]\nnext_line = 3", 2, 13),
        ("[keys]\nnext_line = []", 2, 13),
        ('[keys]\nnext_line = ["pgdwn"]', 2, 14),
        ('[keys]\nnext_line = ["blah+x"]', 2, 14),
        ('[keys]\nnext_line = ["ctrl+"]', 2, 14),
        ('theme = "nrod"', 1, 9),
        ('theme = "', 1, 9),
        ("keys = 4", 1, 8),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_left_out(file: Path, text: str, line: int, column: int) -> None:
    file.write_text(text, encoding="utf-8")
    settings, complaints = read_settings(file, ACTIONS, THEMES)
    assert settings == Settings()
    assert [(found.line, found.column) for found in complaints] == [(line, column)]
    assert all("lesson." not in found.message.say(language) for found in complaints for language in LANGUAGES)


def test_one_bad_line_does_not_cost_the_others(file: Path) -> None:
    file.write_text('digits = 99\nnumbers = "fixed"\n', encoding="utf-8")
    settings, complaints = read_settings(file, ACTIONS, THEMES)
    assert (settings.numbers, settings.digits, len(complaints)) == ("fixed", 4, 1)


def test_the_example_in_the_readme_is_right(file: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    example = readme.partition("```toml\n")[2].partition("```")[0]
    assert "[keys]" in example
    file.write_text(example, encoding="utf-8")
    settings, complaints = read_settings(file, screens_of_actions(), BUILTIN_THEMES)
    assert complaints == ()
    assert settings.keys == {"next_line": ("n", "right"), "search": ("ctrl+f", "/")}
    assert (settings.language, settings.theme, settings.digits) == ("ko", "textual-light", 5)


def test_one_key_may_do_one_thing_here_and_another_there(file: Path) -> None:
    file.write_text(
        '[keys]\nnext_line = ["n", "ctrl+shift+f5", "]", "question_mark"]\nopen = ["n"]\n', encoding="utf-8"
    )
    settings, complaints = read_settings(file, ACTIONS, THEMES)
    assert complaints == ()
    assert settings.keys == {"next_line": ("n", "ctrl+shift+f5", "]", "question_mark"), "open": ("n",)}


@pytest.mark.parametrize(
    ("first", "second", "column"), [("next_line", "previous_line", 23), ("help", "open", 14), ("open", "help", 14)]
)
def test_a_key_that_was_given_away_is_not_given_again(file: Path, first: str, second: str, column: int) -> None:
    file.write_text(f'[keys]\n{first} = ["n", "pgdwn"]\n{second} = ["p", "n"]\n', encoding="utf-8")
    settings, complaints = read_settings(file, ACTIONS, THEMES)
    assert settings.keys == {first: ("n",), second: ("p",)}
    assert [complaint.line for complaint in complaints] == [2, 3]
    assert complaints[1].column == column
    assert {"first": first, "second": second}.items() <= complaints[1].message.parameters.items()

"""Which language and theme a start takes, and where its settings are looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.cli.language import is_settled
from tutor.messages import Language
from tutor.resources import settings_file
from tutor.tui.actions import ACTIONS
from tutor.tui.memory import Memory
from tutor.tui.settings import Settings
from tutor.tui.surroundings import Surroundings, find_surroundings

THEMES = ("nord", "dracula", "textual-light")


def start(folder: Path, settings: Settings) -> Surroundings:
    return Surroundings(settings, (), Memory(folder))


def test_nobody_has_said_anything(tmp_path: Path) -> None:
    found = start(tmp_path, Settings())
    assert found.language("ko", asked=False) == "ko"
    assert found.theme(THEMES) is None


def test_what_was_chosen_last_is_taken_again(tmp_path: Path) -> None:
    start(tmp_path, Settings()).prefer("theme", "nord")
    start(tmp_path, Settings()).prefer("language", "ko")
    found = start(tmp_path, Settings())
    assert (found.theme(THEMES), found.language("en", asked=False)) == ("nord", "ko")
    assert found.theme(("dracula",)) is None


def test_the_settings_come_before_what_was_chosen_last(tmp_path: Path) -> None:
    start(tmp_path, Settings()).prefer("language", "ko")
    assert start(tmp_path, Settings(language="en")).language("ko", asked=False) == "en"


def test_a_choice_holds_against_the_settings_until_they_change(tmp_path: Path) -> None:
    start(tmp_path, Settings(theme="nord")).prefer("theme", "textual-light")
    assert start(tmp_path, Settings(theme="nord")).theme(THEMES) == "textual-light"
    assert start(tmp_path, Settings(theme="dracula")).theme(THEMES) == "dracula"


@pytest.mark.parametrize("asked", ["en", "ko"])
def test_what_is_asked_for_comes_first(tmp_path: Path, asked: Language) -> None:
    start(tmp_path, Settings()).prefer("language", "en" if asked == "ko" else "ko")
    assert start(tmp_path, Settings(language="ko")).language(asked, asked=True) == asked


def test_a_language_is_settled_by_the_command_line_and_by_the_environment() -> None:
    assert is_settled("en", {})
    assert is_settled(None, {"TUTOR_LANG": "ko"})
    assert not is_settled(None, {"LANG": "ko_KR.UTF-8"})


def test_settings_and_memory_are_found_in_the_systems_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert find_surroundings(THEMES).settings == Settings()
    assert list(tmp_path.iterdir()) == []  # nothing is made by looking
    file = settings_file()
    assert file == tmp_path / "config" / "backprop-tutor" / "settings.toml"
    file.parent.mkdir(parents=True)
    file.write_text('theme = "nord"\n[keys]\nsearch = ["f"]\nsearhc = ["g"]\n', encoding="utf-8")
    found = find_surroundings(THEMES)
    assert found.settings.theme == "nord"
    assert found.settings.keys == {"search": ("f",)}
    assert [(complaint.line, complaint.column) for complaint in found.complaints] == [(4, 1)]
    assert {"search", "glossary", "save_screen"} <= {action.name for action in ACTIONS}

"""The arrows between the rooms, as `pyproject.toml` draws them."""

from __future__ import annotations

from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tutor.cli.command import NAMES
from tutor.cli.commands import COMMANDS
from tutor.lesson.checks import COMMANDS as FORBIDDEN_IDS


def test_imports_run_one_way(capsys: pytest.CaptureFixture[str]) -> None:
    config = Path(__file__).parents[1] / "pyproject.toml"
    code = lint_imports(config_filename=str(config), no_cache=True)
    assert code == 0, capsys.readouterr().out


def test_every_command_is_where_the_other_rooms_look_for_it() -> None:
    assert tuple(COMMANDS) == NAMES
    assert set(NAMES) <= FORBIDDEN_IDS

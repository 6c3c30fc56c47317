"""What is installed works away from the checkout, and the README says what CI does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tutor import __version__, resources

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, unpacked: what pip does, without its network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_a_checkout_finds_its_own_folders() -> None:
    assert resources.lessons_folder() == ROOT / "lessons"
    assert resources.assets_folder() == ROOT / "assets"


def test_the_learners_folder_is_where_the_system_keeps_such_things(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if sys.platform == "linux":
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
        assert resources.user_lessons_folder() == tmp_path / "backprop-tutor" / "lessons"
    assert resources.user_lessons_folder().parent == resources.user_data_folder()


def test_the_wheel_carries_lessons_data_and_sentences(installed: Path) -> None:
    def inside(folder: Path) -> set[str]:
        return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}

    assert inside(installed / "tutor" / "_lessons") == inside(ROOT / "lessons")
    assert inside(installed / "tutor" / "_assets") == inside(ROOT / "assets")
    catalogues = {name for name in inside(ROOT / "tutor" / "locale") if name.endswith(".mo")}
    assert catalogues <= inside(installed / "tutor" / "locale")
    assert (installed / "tutor" / "py.typed").is_file()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_is_installed_runs_anywhere(installed: Path, tmp_path: Path, language: str) -> None:
    def tutor(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "tutor", "--lang", language, *words],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(installed), "PYTHONUTF8": "1", "XDG_DATA_HOME": str(tmp_path)},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=True,
        )
        return done.stdout

    assert tutor("--version") == f"tutor {__version__}\n"
    assert "xor" in tutor("list")
    assert "cli." not in tutor("show", "xor", "--name", "L")
    tutor("new", "2-3-1")
    tutor("check", "net-2-3-1.toml")


def test_the_readme_says_what_ci_runs() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^python3 -m venv .*$", readme, re.MULTILINE)
    assert len(commands) == 2
    start, test = commands
    assert start.endswith(".venv/bin/tutor")
    assert f"\n{test} || exit 1\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_changelog_knows_this_version_or_what_comes_next() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{__version__}]" in changelog or "## [Unreleased]" in changelog

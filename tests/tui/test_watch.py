"""A file that is saved is noticed once, whole, however its editor saves it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tutor.tui.watch import FileWatch


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "mine.toml"
    made.write_text("one", encoding="utf-8")
    return made


def test_nothing_is_noticed_while_nothing_happens(file: Path) -> None:
    watch = FileWatch(file)
    assert not watch.saved()
    assert not watch.saved()
    assert not watch.changed


def test_a_save_is_noticed_once_the_file_is_at_rest(file: Path) -> None:
    watch = FileWatch(file)
    file.write_text("", encoding="utf-8")
    assert not watch.saved()
    file.write_text("another", encoding="utf-8")
    assert not watch.saved()
    assert watch.changed
    assert watch.saved()
    assert not watch.saved()
    assert not watch.changed


def test_a_file_that_stays_away_is_gone_and_whatever_comes_back_is_read(file: Path) -> None:
    watch, text = FileWatch(file), file.read_bytes()
    stamp = file.stat().st_mtime_ns
    file.unlink()
    looks = [watch.gone() for _ in range(10) if not watch.saved()]
    assert looks.count(True) == 1
    assert not looks[0]  # an editor may be about to put another in its place
    file.write_bytes(text)
    os.utime(file, ns=(stamp, stamp))
    assert not watch.gone()
    assert not watch.saved()
    assert watch.saved()
    assert not watch.saved()
    file.unlink()
    assert any(watch.gone() for _ in range(10))


def test_a_file_that_is_taken_away_and_put_back_is_waited_for(file: Path) -> None:
    watch = FileWatch(file)
    file.unlink()
    assert not watch.saved()
    assert not watch.changed
    file.write_text("another", encoding="utf-8")
    assert not watch.saved()
    assert watch.saved()

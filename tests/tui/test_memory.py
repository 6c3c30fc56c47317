"""What is remembered survives a kill, a second tutor, a damaged file and a home that cannot be written to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tutor.tui.memory import FILE_NAME, Memories, Memory, Visit

XOR = Visit("begun", "2026-11-21", None, {"": {"update": 12, "line": 3, "branch": 0, "branches": [{}]}})


def test_what_was_kept_is_there_again(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "new")
    memory.keep("xor", XOR)
    memory.prefer("theme", "nord", "dracula")
    memory.prefer("language", "ko")
    again = Memory(tmp_path / "new").memories
    assert again == Memories("nord", "ko", {"theme": "dracula"}, {"xor": XOR})
    assert again.lessons["xor"].record["update"] == 12
    assert memory.trouble is None


def test_the_lesson_visited_last_comes_last(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    for lesson in ("xor", "apples", "xor"):
        memory.keep(lesson, XOR)
    assert memory.memories.latest == ("xor", "apples")


def test_two_tutors_keep_each_their_own(tmp_path: Path) -> None:
    one, other = Memory(tmp_path), Memory(tmp_path)
    one.keep("xor", XOR)
    other.keep("apples", Visit("done", "2026-11-21"))
    one.prefer("theme", "nord")
    assert set(Memory(tmp_path).memories.lessons) == {"xor", "apples"}


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"version": 1}', '{"version": 9, "lessons": {}}', '{"version": 1, "lessons": {"a": 3}}', "\udcff"],
)
def test_a_damaged_file_is_set_aside_and_said(tmp_path: Path, text: str) -> None:
    file = tmp_path / FILE_NAME
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    memory = Memory(tmp_path)
    assert memory.memories == Memories()
    assert memory.trouble is not None
    assert (tmp_path / "memory.damaged.json").read_bytes() == text.encode("utf-8", "surrogateescape")
    memory.keep("xor", XOR)
    assert json.loads(file.read_text(encoding="utf-8"))["lessons"].keys() == {"xor"}


def test_a_folder_that_cannot_be_made_costs_the_memory_only(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder would be", encoding="utf-8")
    memory = Memory(tmp_path / "taken")
    memory.keep("xor", XOR)
    assert memory.trouble is not None
    assert memory.memories.lessons == {"xor": XOR}


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Memory(tmp_path)
    memory.keep("xor", XOR)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    memory.keep("apples", XOR)
    assert memory.trouble is not None
    assert set(Memory(tmp_path).memories.lessons) == {"xor"}
    assert [file.name for file in tmp_path.iterdir()] == [FILE_NAME]


def test_what_could_not_be_written_is_written_with_the_next_visit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = Memory(tmp_path)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("os.fsync", full)
        memory.keep("apples", XOR)
        memory.prefer("theme", "nord")
    memory.keep("xor", XOR)
    assert set(Memory(tmp_path).memories.lessons) == {"xor", "apples"}
    assert Memory(tmp_path).memories.theme == "nord"


def test_a_file_that_cannot_be_read_is_not_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / FILE_NAME).write_text("somebody else's", encoding="utf-8")

    def refused(file: Path, encoding: str) -> str:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as locked:
        locked.setattr(Path, "read_text", refused)
        memory = Memory(tmp_path)
    assert memory.trouble is not None
    assert memory.trouble.key == "tui.memory-unreadable"
    memory.keep("xor", XOR)
    assert (tmp_path / FILE_NAME).read_text(encoding="utf-8") == "somebody else's"


def test_the_file_stays_small_enough_to_be_read(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    for number in range(20):
        memory.keep(f"lesson-{number}", Visit("done", "2026-11-21", None, {"": {"much": "x" * 300_000}}))
    again = Memory(tmp_path)
    assert again.trouble is None
    visits = again.memories.lessons
    assert len(visits) == 20
    assert visits["lesson-0"] == Visit("done", "2026-11-21")
    assert visits["lesson-19"].record

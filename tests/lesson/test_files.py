"""Files that are no lesson: each gets its sentence, none a traceback, whatever it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.lesson.helpers import ASSETS, keys, lesson_text
from tutor.lesson.files import LESSON_BYTES, FileError, Folders
from tutor.lesson.reading import Reading, read_lesson


def read(file: Path) -> Reading:
    return read_lesson(file, assets=ASSETS)


def complaint_about(file: Path) -> tuple[str, int, int]:
    """The key, line and column of the one complaint that ``file`` earns."""
    reading = read(file)
    assert reading.lesson is None
    assert len(reading.complaints) == 1
    complaint = reading.complaints[0]
    assert complaint.render("en") != complaint.render("ko")
    return complaint.message.key, complaint.line, complaint.column


def test_no_such_file(tmp_path: Path) -> None:
    assert complaint_about(tmp_path / "nothing.toml")[0] == "lesson.no-such-file"


def test_a_folder(tmp_path: Path) -> None:
    assert complaint_about(tmp_path)[0] == "lesson.is-a-folder"


def test_a_name_with_a_nul() -> None:
    assert complaint_about(Path("a\0b.toml"))[0] == "lesson.unreadable-file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    assert complaint_about(tmp_path / "pipe.toml")[0] == "lesson.not-a-file"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    file = tmp_path / "secret.toml"
    file.write_text("")
    file.chmod(0)
    assert complaint_about(file)[0] == "lesson.unreadable-file"


def test_fifty_megabytes(tmp_path: Path) -> None:
    file = tmp_path / "large.toml"
    with file.open("wb") as opened:
        opened.truncate(50_000_000)
    assert complaint_about(file)[0] == "lesson.file-too-large"


def test_the_largest_file_that_is_read(tmp_path: Path) -> None:
    file = tmp_path / "large.toml"
    text = lesson_text()
    file.write_text(text + "#" * (LESSON_BYTES - len(text.encode())), encoding="utf-8")
    assert read(file).lesson is not None


@pytest.mark.parametrize("content", [b"", b"  \n\n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "empty.toml").write_bytes(content)
    assert complaint_about(tmp_path / "empty.toml")[0] == "lesson.empty-file"


def test_not_utf8_and_where(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes('id = "a"\ntitle.ko = "가'.encode() + "나".encode("cp949"))
    assert complaint_about(tmp_path / "a.toml") == ("lesson.not-utf8", 2, 14)


def test_a_byte_order_mark_and_windows_lines_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "windows.toml"
    file.write_bytes(b"\xef\xbb\xbf" + lesson_text().replace("\n", "\r\n").encode())
    assert read(file).complaints == ()


@pytest.mark.parametrize(
    ("text", "key", "line", "column"),
    [
        ("id = small", "toml-value", 1, 6),
        ("id", "toml-equals", 1, 2),
        ('id = "a" x', "toml-after-value", 1, 10),
        ('id = "a\n', "toml-character", 1, 8),
        ('id = "a"\n\nmodel = """\nx = 1\n', "toml-string", 3, 9),
        ('a = 1\na = 2', "toml-twice", 2, 5),
        ("[a]\n[a]", "toml-twice", 2, 3),
        ("a = [1, 2", "toml-list", 1, 9),
        ("a = [1 2]", "toml-list", 1, 8),
        ("a = { b = 1 c = 2 }", "toml-inline-table", 1, 13),
        ('a = "\\d"', "toml-backslash", 1, 8),
        ("[a\nb = 1", "toml-header", 1, 3),
        ("!", "toml-statement", 1, 1),
        ("a = 1\x00", "toml-after-value", 1, 6),
        ("# \x01", "toml-character", 1, 3),
        ("a = 1979-13-45", "toml-value", 1, 9),
        ("a" + ".a" * 200_000 + " = 1", "key-too-long", 1, 1),
        ("x = 1\na = " + "[" * 100_000, "nested-too-deeply", 1, 1),
        ("a = " + "[" * 30 + "]" * 30, "nested-too-deeply", 1, 29),
        ("a = " + "9" * 5_000, "number-too-long", 1, 1),
    ],
)  # fmt: skip
def test_not_toml(tmp_path: Path, text: str, key: str, line: int, column: int) -> None:
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    found, at_line, at_column = complaint_about(tmp_path / "a.toml")
    # tomllib's words differ a little between versions of Python; where they do, the place still holds.
    assert found in (f"lesson.{key}", "lesson.toml-other", "lesson.toml-after-value")
    assert (at_line, at_column) == (line, column)


def test_another_version_of_the_format_says_only_that(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("format_version = 2\nsomething = 'new'", encoding="utf-8")
    assert complaint_about(tmp_path / "a.toml") == ("lesson.other-version", 1, 18)


OUTSIDE = [
    "../secret.csv",
    "a/../../secret.csv",
    "/etc/passwd",
    "..",
    "C:\\secret.csv",
    "C:secret.csv",
    "..\\x.csv",
    "\\\\host\\x",
]


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_path_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.csv").write_text("1")
    (tmp_path / "own").mkdir()
    with pytest.raises(FileError) as found:
        Folders(tmp_path / "own", ASSETS).find(name)
    assert found.value.problem.message.key == "lesson.path-outside"


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (tmp_path / "secret.csv").write_text("1")
    (own / "file.csv").symlink_to(tmp_path / "secret.csv")
    (own / "folder").symlink_to(tmp_path)
    (own / "circle.csv").symlink_to(own / "circle.csv")
    folders = Folders(own, ASSETS)
    for name, key in [
        ("file.csv", "path-outside"),
        ("folder/secret.csv", "path-outside"),
        ("circle.csv", "no-such-data-file"),
    ]:
        with pytest.raises(FileError) as found:
            folders.find(name)
        assert found.value.problem.message.key == f"lesson.{key}"


def test_a_file_is_found_beside_the_lesson_first_and_then_among_the_assets(tmp_path: Path) -> None:
    own, assets = tmp_path / "own", tmp_path / "shipped"
    (own / "data").mkdir(parents=True)
    assets.mkdir()
    (own / "data" / "a.csv").write_text("1")
    (assets / "b.csv").write_text("2")
    folders = Folders(own, assets)
    assert folders.find("data/a.csv").read_text() == "1"
    assert folders.find("assets/b.csv").read_text() == "2"
    (own / "assets").mkdir()
    (own / "assets" / "b.csv").write_text("3")
    assert folders.find("assets/b.csv").read_text() == "3"
    with pytest.raises(FileError):
        folders.find("b.csv")


def test_a_file_with_no_complaints_but_one_key_has_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("format_version = 1", encoding="utf-8")
    assert set(keys(read(tmp_path / "a.toml").complaints)) >= {"lesson.missing-key"}

"""All lessons together: the good ones beside the bad ones, found by id or by path."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.lesson.helpers import ASSETS, keys, lesson_text
from tutor.lesson import collection as module
from tutor.lesson.checks import COMMANDS
from tutor.lesson.collection import Collection
from tutor.lesson.heads import read_head
from tutor.resources import assets_folder, lessons_folder

ROOT = Path(__file__).parents[2]


def put(folder: Path, name: str, fragment: str = "") -> Path:
    """A good lesson called ``name`` in ``folder``, with ``fragment`` in it."""
    folder.mkdir(exist_ok=True)
    file = folder / f"{name}.toml"
    file.write_text(lesson_text(f'id = "{name}"\n{fragment}'), encoding="utf-8")
    return file


CHAPTERS = """
[[chapter]]
id = "lines"
title = { en = "Lines", ko = "직선" }
[[chapter]]
id = "backpropagation"
title = { en = "Backpropagation", ko = "역전파" }
lessons = ["second", "first"]
"""


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """Three good lessons in two chapters."""
    folder = tmp_path / "shipped"
    for name in ("first", "other", "second"):
        put(folder, name)
    put(folder, "line", 'chapter = "lines"')
    (folder / "chapters.toml").write_text(CHAPTERS, encoding="utf-8")
    (folder / "README.md").write_text("no lesson")
    return folder


def test_lessons_in_the_order_of_the_chapters(shipped: Path) -> None:
    lessons = Collection(shipped, ASSETS)
    assert [chapter.id for chapter in lessons.chapters] == ["lines", "backpropagation"]
    assert [head.id for head in lessons.lessons] == ["line", "second", "first", "other"]
    assert lessons.bad == ()
    assert lessons.check() == ()
    head = lessons.lessons[1]
    assert (head.title.ko, head.about.en, head.minutes, head.shipped) == ("작은 레슨", "A small net.", 5, True)


def test_good_lessons_beside_bad_ones(shipped: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    put(own, "mine", 'chapter = "nowhere"')
    put(own, "broken", 'model = "L = sigmod(X)"')
    (own / "not-toml.toml").write_text("id = ")
    (own / "not-utf8.toml").write_bytes(b"\xff\xfe")
    (own / "empty.toml").write_text("")
    (own / "folder.toml").mkdir()
    (own / "words.txt").write_text("no lesson")
    lessons = Collection(shipped, ASSETS, [own])
    assert [head.id for head in lessons.lessons] == ["line", "second", "first", "other", "mine"]
    assert {bad.file.name: bad.complaints[0].message.key for bad in lessons.bad} == {
        "broken.toml": "formula.unknown-operation-near",
        "not-toml.toml": "lesson.toml-value",
        "not-utf8.toml": "lesson.not-utf8",
        "empty.toml": "lesson.empty-file",
        "folder.toml": "lesson.is-a-folder",
    }
    assert lessons.find("mine").lesson is not None
    errors = [complaint for complaint in lessons.check() if complaint.severity == "error"]
    assert len(errors) == len(lessons.bad)
    assert keys(lessons.find("mine").complaints) == ["lesson.unknown-chapter"]


def test_an_id_appears_once(shipped: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    put(own, "mine")
    (own / "twice.toml").write_text((own / "mine.toml").read_text())
    put(own, "first")
    lessons = Collection(shipped, ASSETS, [own])
    assert {bad.file.name: keys(bad.complaints) for bad in lessons.bad} == {
        "twice.toml": ["lesson.duplicate-id"],
        "first.toml": ["lesson.duplicate-id"],
    }
    assert lessons.find("first").file == shipped / "first.toml"
    assert keys(lessons.check([own / "mine.toml", own / "twice.toml"])) == ["lesson.duplicate-id"]
    assert keys(lessons.check([own / "first.toml"])) == ["lesson.duplicate-id"]  # that of a lesson that ships
    assert lessons.check([own / "mine.toml", own / "mine.toml"]) == ()
    assert lessons.check([own / "twice.toml"]) == ()


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_no_lesson_is_called_like_a_command(tmp_path: Path, name: str) -> None:
    lessons = Collection(tmp_path, ASSETS, [put(tmp_path / "own", name).parent])
    assert keys(lessons.bad[0].complaints) == ["lesson.id-is-a-command"]


def test_the_words_of_the_command_line_are_those() -> None:
    from tutor.cli.command import NAMES

    assert set(NAMES) <= COMMANDS


def test_finding(shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own"
    mine = put(own, "mine")
    put(own, "broken", "minutes = 0")
    lessons = Collection(shipped, ASSETS, [own])
    assert lessons.find("second").file == shipped / "second.toml"
    assert lessons.find(str(mine)).file == mine
    assert lessons.find("broken").lesson is None
    assert keys(lessons.find("broken").complaints) == ["lesson.wrong-form"]
    assert keys(lessons.find("secnod").complaints) == ["lesson.unknown-lesson-near"]
    assert keys(lessons.find("zzz").complaints) == ["lesson.unknown-lesson"]
    assert keys(lessons.find("nowhere/zzz.toml").complaints) == ["lesson.no-such-file"]
    assert keys(lessons.find("").complaints)
    assert keys(lessons.find("a\0b").complaints) == ["lesson.unknown-lesson"]
    assert keys(lessons.find("x" * 10_000).complaints) == ["lesson.unknown-lesson"]
    monkeypatch.chdir(own)
    assert lessons.find("mine.toml").lesson is not None


def test_a_lesson_of_the_curriculum_is_held_to_its_rules_wherever_it_is_read(shipped: Path) -> None:
    file = put(shipped, "half", "title = { en = 'half' }")
    lessons = Collection(shipped, ASSETS)
    for reading in (lessons.read(file), lessons.read(shipped / ".." / "shipped" / "half.toml")):
        assert keys(reading.complaints) == ["lesson.missing-language"]
        assert reading.lesson is None
    assert keys(lessons.check([file])) == ["lesson.missing-language"]


def test_what_was_checked_before_it_shipped_is_not_judged_when_it_is_opened(shipped: Path) -> None:
    put(shipped, "half", "title = { en = 'half' }")
    assert Collection(shipped, ASSETS).find("half").lesson is not None


def test_reading_again_after_a_change(tmp_path: Path) -> None:
    file = put(tmp_path, "mine")
    lessons = Collection(tmp_path / "none", ASSETS, [tmp_path])
    first = lessons.read(file)
    assert first.lesson is not None
    assert lessons.read(file) is first
    put(tmp_path, "mine", "minutes = 7")
    again = lessons.reload(file).lesson
    assert again is not None
    assert again.minutes == 7


PRACTISES = 'practises = ["first", "secnod", "mine", "nothing-like-it"]'


def test_a_lesson_practises_lessons_of_the_collection(tmp_path: Path, shipped: Path) -> None:
    own = tmp_path / "own"
    put(own, "mine")
    file = put(own, "all", PRACTISES)
    lessons = Collection(shipped, ASSETS, [own])
    found = lessons.check([file])
    assert keys(found) == ["lesson.unknown-lesson-near", "lesson.unknown-lesson"]
    assert [complaint.message.parameters["name"] for complaint in found] == ["secnod", "nothing-like-it"]
    assert found[0].message.parameters["suggestion"] == "second"
    assert [complaint.column for complaint in found] == [23, 41]
    assert {complaint.line for complaint in found} == {file.read_text().split("\n").index(PRACTISES) + 1}
    assert lessons.read(file).lesson is None


def test_folders_that_cannot_be_read(tmp_path: Path, shipped: Path) -> None:
    (tmp_path / "file").write_text("")
    lessons = Collection(shipped, ASSETS, [tmp_path / "missing", tmp_path / "file"])
    assert len(lessons.lessons) == 4
    assert [keys(bad.complaints) for bad in lessons.bad] == [["lesson.no-such-folder"]] * 2


def test_a_folder_of_very_many_files(tmp_path: Path, shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_FILES", 2)
    own = tmp_path / "own"
    for name in ("a", "b", "c"):
        put(own, name)
    lessons = Collection(shipped, ASSETS, [own])
    assert [keys(bad.complaints) for bad in lessons.bad if bad.file == own] == [["lesson.too-many-files"]]


def test_chapters_and_glossary_of_a_folder_are_added(tmp_path: Path, shipped: Path) -> None:
    own = tmp_path / "own"
    put(own, "mine", 'chapter = "week-3"')
    (own / "chapters.toml").write_text('[[chapter]]\nid = "week-3"\ntitle = { en = "Week 3", ko = "3주차" }\n')
    (own / "glossary.toml").write_text(
        '[[term]]\nen = "row"\nko = "행"\ndefinition = { en = "a line", ko = "한 줄" }\n'
    )
    lessons = Collection(shipped, ASSETS, [own])
    assert [chapter.id for chapter in lessons.chapters] == ["lines", "backpropagation", "week-3"]
    assert [head.id for head in lessons.lessons][-1] == "mine"
    assert [term.words.ko for term in lessons.glossary] == ["행"]


def test_bad_chapters_and_glossaries(tmp_path: Path, shipped: Path) -> None:
    own = tmp_path / "own"
    put(own, "mine")
    chapter = '[[chapter]]\nid = "a"\ntitle = { en = "A", ko = "가" }\n'
    term = '[[term]]\nen = "a"\nko = "가"\ndefinition = { en = "A", ko = "가" }\n'
    (own / "chapters.toml").write_text(chapter * 2 + "order = 1\n")
    (own / "glossary.toml").write_text(term * 2 + "[[term]]\nen = 3\n")
    lessons = Collection(shipped, ASSETS, [own])
    assert {bad.file.name: sorted(keys(bad.complaints)) for bad in lessons.bad} == {
        "chapters.toml": ["lesson.duplicate-chapter", "lesson.unknown-key"],
        "glossary.toml": ["lesson.duplicate-term", "lesson.missing-key", "lesson.missing-key", "lesson.wrong-kind"],
    }
    assert keys(lessons.check([own / "chapters.toml"])) == ["lesson.duplicate-chapter", "lesson.unknown-key"]
    assert len(lessons.check([own / "glossary.toml"])) == 4
    assert [chapter.id for chapter in lessons.chapters][-1] == "a"


HEADS = [
    'id = "a"\ntitle.en = "A"\nmodel = """\n[data]\n"""\n',
    'id = "a"\nmodel = """\nx = 1\n"""\n[title]\nen = "A"\n[data]\nX = 1\n',
    "id = 'a'\nmodel = '''\nx = 1\n'''\n[title]\nen = 'A'\n",
    'model = "x = 1"\nid = "a"\ntitle = { en = "A" }\n',
    'id = "a"\n[data]\nX = 1\n[title]\nen = "A"\n',
    'id = "a"\nabout.en = """\n[data]\nmodel = 1\n"""\ntitle.en = "A"\nmodel = "x = 1"\n',
]


@pytest.mark.parametrize("text", HEADS)
def test_heads_in_every_order(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.toml").write_text(text)
    head = read_head(tmp_path / "a.toml", shipped=False)
    assert head is not None
    assert (head.id, head.title.en) == ("a", "A")


@pytest.mark.parametrize(
    "text",
    [
        'id = "a"\ntitle.en = "A"\npractises = ["b", "c"]\nmodel = "x = 1"\n',
        'id = "a"\ntitle.en = "A"\nmodel = """\nx = 1\n"""\npractises = [\n  "b",\n  "c",\n]\n[data]\nX = 1\n',
        'id = "a"\ntitle.en = "A"\nmodel = "x = 1"\npractises = ["b", "c"]\n',
    ],
)
def test_a_head_says_what_is_practised_wherever_that_stands(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.toml").write_text(text)
    head = read_head(tmp_path / "a.toml", shipped=False)
    assert head is not None
    assert head.practises == ("b", "c")


@pytest.mark.parametrize(
    "text",
    ["", "id = 3\ntitle.en = 'a'", "id = 'a'", "id = 'a'\ntitle = 3", "id = 'a'\ntitle.en = 3", "a" + ".a" * 99_999],
)
def test_files_without_a_head(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.toml").write_text(text)
    assert read_head(tmp_path / "a.toml", shipped=False) is None


def test_a_list_of_the_curriculum_needs_no_numpy() -> None:
    program = """
import sys
from pathlib import Path
from tutor.lesson.collection import Collection
lessons = Collection(Path("lessons"), Path("assets"))
print([head.id for head in lessons.lessons], lessons.bad)
sys.exit("numpy" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "'xor'" in done.stdout
    assert done.stdout.rstrip().endswith("()")


def test_a_file_that_is_named_belongs_to_the_lessons(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('format_version = 1\nid = "mine"\ntitle.en = "Mine"\ntitle.ko = "내 것"\nmodel = "L = 3"\n')
    lessons = Collection(lessons_folder(), assets_folder(), named=str(file))
    assert [head.id for head in lessons.lessons if not head.shipped] == ["mine"]
    assert lessons.find("mine").lesson is not None
    file.write_text("id = 3")
    bad = Collection(lessons_folder(), assets_folder(), named=str(file)).bad
    assert [found.file for found in bad] == [file]


@pytest.mark.parametrize("named", ["", "xor", "no-such-file.toml", "lessons", "a\0b.toml"])
def test_what_names_no_file_of_its_own_adds_none(named: str) -> None:
    plain = Collection(lessons_folder(), assets_folder())
    assert Collection(lessons_folder(), assets_folder(), named=named).files == plain.files
    shipped = str(lessons_folder() / "xor.toml")
    assert Collection(lessons_folder(), assets_folder(), named=shipped).files == plain.files

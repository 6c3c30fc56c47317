"""Parameters in files of their own: out, in again, and every file that cannot be used."""

from __future__ import annotations

import json
import os
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest

from tests.lesson.helpers import good, keys
from tutor.formula.operations.operation import Array, Shape
from tutor.lesson.parameters import read_parameters, write_parameters

SHAPES: dict[str, Shape] = {"W1": (2, 2), "b1": (2,), "s": ()}
VALUES: dict[str, Array] = {
    "W1": np.array([[0.1, -1 / 3], [1e-300, 2.0]]),
    "b1": np.array([1.0, 2.0]),
    "s": np.array(0.7),
}


@pytest.mark.parametrize("name", ["a.json", "a.npz", "a.NPZ", "no-ending"])
def test_what_is_written_is_read_again_to_the_last_bit(tmp_path: Path, name: str) -> None:
    assert write_parameters(tmp_path / name, VALUES) == ()
    values, complaints = read_parameters(tmp_path / name, SHAPES)
    assert complaints == ()
    assert values is not None
    assert {key: value.tobytes() for key, value in values.items()} == {k: v.tobytes() for k, v in VALUES.items()}
    assert [entry.name for entry in tmp_path.iterdir()] == [name]


def test_what_show_prints_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"lesson": "a", "update": 3, "parameters": {"b1": [5, 6]}}))
    values, complaints = read_parameters(tmp_path / "a.json", SHAPES)
    assert complaints == ()
    assert values is not None
    assert {name: value.tolist() for name, value in values.items()} == {"b1": [5.0, 6.0]}


def test_they_start_a_lesson(tmp_path: Path) -> None:
    lesson = good(tmp_path)
    model = lesson.model()
    write_parameters(tmp_path / "a.json", {"b2": np.array([9.0])})
    values, _ = read_parameters(tmp_path / "a.json", {name: value.shape for name, value in model.parameters.items()})
    assert lesson.model(None, values).parameters["b2"].tolist() == [9.0]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "not-json"),
        ("{", "not-json"),
        ("[" * 100_000, "not-json"),
        ('{"s": ' + "1" * 5_000 + "}", "not-json"),
        ("3", "not-parameters"),
        ("[1]", "not-parameters"),
        ("{}", "no-parameters"),
        ('{"parameters": {}}', "no-parameters"),
        ('{"W11": [[1, 2], [3, 4]]}', "unknown-parameter-near"),
        ('{"zzz": 3}', "unknown-parameter"),
        ('{"b1": [1, 2, 3]}', "parameter-shape"),
        ('{"b1": 1}', "parameter-shape"),
        ('{"b1": [[1], 2]}', "parameter-not-numbers"),
        ('{"b1": [1, null]}', "parameter-not-numbers"),
        ('{"b1": [true, 1]}', "parameter-not-numbers"),
        ('{"b1": ["1", "2"]}', "parameter-not-numbers"),
        ('{"b1": [NaN, 1]}', "parameter-not-numbers"),
        ('{"b1": ["nan", 1]}', "parameter-not-numbers"),
        ('{"b1": [1e999, 1]}', "parameter-not-numbers"),
        ('{"s": 1' + "0" * 400 + "}", "parameter-not-numbers"),
        ('{"b1": []}', "parameter-not-numbers"),
    ],
)
def test_bad_json(tmp_path: Path, text: str, key: str) -> None:
    (tmp_path / "a.json").write_text(text)
    values, complaints = read_parameters(tmp_path / "a.json", SHAPES)
    assert values is None
    assert keys(complaints) == [f"lesson.{key}"]


def test_all_that_is_wrong_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"b1": [1], "W1": 3, "V": 4, "s": 0.5}')
    values, complaints = read_parameters(tmp_path / "a.json", SHAPES)
    assert values is None
    assert sorted(keys(complaints)) == ["lesson.parameter-shape", "lesson.parameter-shape", "lesson.unknown-parameter"]


def npz(folder: Path, **values: object) -> Path:
    np.savez(folder / "a.npz", allow_pickle=True, **{name: np.asarray(value) for name, value in values.items()})
    return folder / "a.npz"


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ([1.0, 2.0, 3.0], "parameter-shape"),
        ([1.0, np.nan], "parameter-not-numbers"),
        (["1", "2"], "parameter-not-numbers"),
        ([1j, 2j], "parameter-not-numbers"),
        ([{}, {}], "parameter-not-numbers"),
    ],
)
def test_bad_npz(tmp_path: Path, value: object, key: str) -> None:
    values, complaints = read_parameters(npz(tmp_path, b1=value), SHAPES)
    assert values is None
    assert keys(complaints) == [f"lesson.{key}"]


def test_npz_of_other_kinds_of_number(tmp_path: Path) -> None:
    column_major = np.asfortranarray(np.array([[1, 2], [3, 4]], dtype=np.float32))
    values, complaints = read_parameters(npz(tmp_path, b1=[1, 2], W1=column_major), SHAPES)
    assert complaints == ()
    assert values is not None
    assert values["W1"].tolist() == [[1, 2], [3, 4]]
    assert values["b1"].dtype == np.float64


class Trap:
    """Runs code when it is unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("trapped",)


def test_nothing_is_ever_unpickled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    files = [npz(tmp_path, b1=np.array([Trap(), Trap()], dtype=object)), tmp_path / "b.npz", tmp_path / "c.npz"]
    files[1].write_bytes(pickle.dumps(Trap()))
    with zipfile.ZipFile(files[2], "w") as archive:
        archive.writestr("b1.npy", pickle.dumps(Trap()))
    for file in files:
        assert read_parameters(file, SHAPES)[0] is None
    assert not (tmp_path / "trapped").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"{}"])
def test_files_that_are_no_npz(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.npz").write_bytes(content)
    assert keys(read_parameters(tmp_path / "a.npz", SHAPES)[1]) == ["lesson.not-npz"]


def test_a_header_that_promises_too_much_reads_nothing(tmp_path: Path) -> None:
    header = b"\x93NUMPY\x01\x00v\x00" + b"{'descr': '<f8', 'fortran_order': False, 'shape': (10000000000000,), }"
    with zipfile.ZipFile(tmp_path / "a.npz", "w") as archive:
        archive.writestr("b1.npy", header.ljust(127) + b"\n" + bytes(16))
    assert keys(read_parameters(tmp_path / "a.npz", SHAPES)[1]) == ["lesson.parameter-shape"]


def test_an_array_that_ends_early(tmp_path: Path) -> None:
    header = b"\x93NUMPY\x01\x00v\x00" + b"{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }"
    with zipfile.ZipFile(tmp_path / "a.npz", "w") as archive:
        archive.writestr("b1.npy", header.ljust(127) + b"\n" + bytes(8))
    assert keys(read_parameters(tmp_path / "a.npz", SHAPES)[1]) == ["lesson.not-npz"]


@pytest.mark.parametrize("name", ["nothing.json", "nothing.npz", "."])
def test_files_that_are_not_there(tmp_path: Path, name: str) -> None:
    values, complaints = read_parameters(tmp_path / name, SHAPES)
    assert values is None
    assert keys(complaints)[0] in ("lesson.no-such-file", "lesson.is-a-folder")


def test_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b'{"b1": \xff}')
    assert keys(read_parameters(tmp_path / "a.json", SHAPES)[1]) == ["lesson.not-utf8"]


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    for file in (tmp_path / "missing" / "a.json", tmp_path / "folder.json"):
        assert keys(write_parameters(file, VALUES)) == ["lesson.cannot-write"]
    assert [entry.name for entry in tmp_path.iterdir()] == ["folder.json"]

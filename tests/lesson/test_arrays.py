"""Numbers that are not written out: read from CSV, drawn, initialised; split into parts; cut into batches."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from tests.lesson.helpers import keys, read_text
from tutor.engine.model import Model
from tutor.formula.operations.operation import Array
from tutor.lesson.arrays import Table
from tutor.lesson.files import FileError

CSV = """# sizes and prices, made up
size, rooms, price
2104, 3, 400
1600, 3, 330

2400, 3, 369
3000, 4, 540
"""


def model_of(folder: Path, fragment: str) -> Model:
    """The model of a lesson whose data and parameters are in ``fragment``."""
    text = f'format_version = 1\nid = "a"\ntitle.en = "a"\nmodel = "z = sum(a) + sum(b) + sum(c)"\n{fragment}'
    reading = read_text(folder, text)
    assert [found.render("en") for found in reading.complaints if found.severity == "error"] == []
    assert reading.lesson is not None
    return reading.lesson.model()


def data(folder: Path, value: str, *, top: str = "") -> Array:
    """The array that ``value`` describes, as data called a."""
    return model_of(folder, f"{top}\n[data]\na = {value}\nb = 1\nc = 1").data["a"]


def parameter(folder: Path, value: str, *, top: str = "") -> Array:
    return model_of(folder, f"{top}\n[parameters]\na = {value}\nb = 1\nc = 1").parameters["a"]


def csv_complaint(folder: Path, text: str, columns: str = "") -> str:
    """What the reader says of a CSV file with this text."""
    (folder / "a.csv").write_text(text, encoding="utf-8")
    lesson = (
        f'format_version = 1\nid = "a"\ntitle.en = "a"\nmodel = "z = sum(a)"\ndata.a = {{ csv = "a.csv"{columns} }}'
    )
    reading = read_text(folder, lesson)
    assert reading.lesson is None
    return next(found for found in reading.complaints if found.severity == "error").message.say("en")


def test_columns_of_a_csv_file(tmp_path: Path) -> None:
    (tmp_path / "houses.csv").write_text(CSV)
    assert data(tmp_path, '{ csv = "houses.csv" }').shape == (4, 3)
    assert data(tmp_path, '{ csv = "houses.csv", columns = ["price", "size"] }')[3].tolist() == [540, 3000]
    assert data(tmp_path, '{ csv = "houses.csv", columns = ["price"] }').shape == (4, 1)
    assert data(tmp_path, '{ csv = "houses.csv", columns = "price" }').tolist() == [400, 330, 369, 540]


def test_csv_without_a_header(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("1,2\n3,4e-1\n")
    assert data(tmp_path, '{ csv = "a.csv" }').tolist() == [[1, 2], [3, 0.4]]


@pytest.mark.parametrize(
    ("text", "columns", "sentence"),
    [
        ("a,b\n1,2\n3,x", "", "'a.csv': row 3, cell 2: 'x' is not a number (write classes as 0, 1, 2)"),
        ("a,b\n1,2\n3,nan", "", "'a.csv': row 3, cell 2: 'nan' is not a number (write classes as 0, 1, 2)"),
        ("1,2\n3,inf", "", "'a.csv': row 2, cell 2: 'inf' is not a number (write classes as 0, 1, 2)"),
        ("1,2\n3", "", "'a.csv': row 2 is 1 wide, the rows before it 2"),
        ("", "", "'a.csv': there are no rows of numbers in it"),
        ("a,b\n", "", "'a.csv': there are no rows of numbers in it"),
        ("# only\n\n # remarks", "", "'a.csv': there are no rows of numbers in it"),
        ('1,"2\n3', "", "'a.csv': row 2, cell 2: '2·3' is not a number (write classes as 0, 1, 2)"),
        ("1\n" + "1" * 200_000, "", "'a.csv': row 2 cannot be read as CSV"),
        ("size,price\n1,2", ', columns = ["prize"]', "there is no column 'prize'; did you mean 'price'?"),
        ("size,price\n1,2", ', columns = "zzz"', "there is no column 'zzz'; the columns are: size, price"),
        ("1,2", ', columns = ["a"]', "column 'a' is asked for, but the file has no header with names"),
    ],
)
def test_bad_csv(tmp_path: Path, text: str, columns: str, sentence: str) -> None:
    assert csv_complaint(tmp_path, text, columns) == sentence


def test_a_large_csv_file_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "b.csv").open("wb") as opened:
        opened.truncate(50_000_000)
    reading = read_text(
        tmp_path, 'format_version = 1\nid = "a"\ntitle.en = "a"\nmodel = "z = sum(a)"\ndata.a = { csv = "b.csv" }'
    )
    assert "lesson.data-file" in keys(reading.complaints)


def test_a_table_keeps_rows_and_header() -> None:
    table = Table(CSV)
    assert table.header == ["size", "rooms", "price"]
    assert table.rows[0] == [2104, 3, 400]
    with pytest.raises(FileError):
        Table("a,1\n2,3")


def test_draws_belong_to_seed_and_name(tmp_path: Path) -> None:
    def draw(name: str, seed: int) -> list[float]:
        others = "".join(f"{other} = 1\n" for other in "abc" if other != name)
        value = f'{{ random = "normal", shape = [5], seed = {seed} }}'
        return [*model_of(tmp_path, f"[data]\n{name} = {value}\n{others}").data[name]]

    assert draw("a", 1) == draw("a", 1)
    assert draw("a", 1) != draw("a", 2)
    assert draw("a", 1) != draw("b", 1)


def test_a_draw_without_a_seed_takes_the_lessons(tmp_path: Path) -> None:
    drawn = [
        data(tmp_path, value, top=top).tolist()
        for top, value in [
            ("", '{ random = "normal", shape = [3] }'),
            ("", '{ random = "normal", shape = [3], seed = 0 }'),
            ("seed = 4", '{ random = "normal", shape = [3] }'),
            ("", '{ random = "normal", shape = [3], seed = 4 }'),
        ]
    ]
    assert drawn[0] == drawn[1]
    assert drawn[2] == drawn[3]
    assert drawn[0] != drawn[2]


def test_normal_and_uniform(tmp_path: Path) -> None:
    normal = data(tmp_path, '{ random = "normal", shape = [100, 100], mean = 5, std = 0.1 }')
    assert abs(normal.mean() - 5) < 0.01
    assert abs(normal.std() - 0.1) < 0.01
    uniform = data(tmp_path, '{ random = "uniform", shape = [10_000], low = -3, high = -2 }')
    assert -3 <= uniform.min() < -2.99
    assert -2.01 < uniform.max() < -2
    assert 0 <= data(tmp_path, '{ random = "uniform", shape = [] }') < 1


@pytest.mark.parametrize(
    ("value", "std"),
    [
        ('{ init = "xavier", shape = [400, 100] }', 1 / 20),
        ('{ init = "he", shape = [400, 100] }', math.sqrt(2 / 400)),
        ('{ init = "normal", shape = [400, 100], std = 0.01 }', 0.01),
        ('{ init = "normal", shape = [400, 100] }', 1.0),
        ('{ init = "xavier", shape = [40_000] }', 1 / 200),
        ('{ init = "he", shape = [100, 1, 20, 20], inputs = 400 }', math.sqrt(2 / 400)),
        ('{ init = "xavier", shape = [40_000], inputs = 4 }', 0.5),
    ],
)
def test_initial_values_have_their_deviation(tmp_path: Path, value: str, std: float) -> None:
    drawn = parameter(tmp_path, value)
    assert abs(drawn.mean()) < 0.03 * std
    assert drawn.std() == pytest.approx(std, rel=0.02)


def test_initial_values_that_are_not_drawn(tmp_path: Path) -> None:
    assert parameter(tmp_path, '{ init = "zeros", shape = [2, 2] }').tolist() == [[0, 0], [0, 0]]
    assert parameter(tmp_path, '{ init = "constant", shape = [2], value = 0.5 }').tolist() == [0.5, 0.5]
    assert parameter(tmp_path, '{ init = "xavier", shape = [], seed = 1 }').shape == ()
    assert -1 <= parameter(tmp_path, '{ init = "uniform", shape = [], low = -1, high = 0 }') < 0


ROWS = "a = [[0], [1], [2], [3], [4], [5]]\nb = [10, 11, 12, 13, 14, 15]\nc = 1"


def parts(model: Model, name: str) -> dict[str, list[float]]:
    return {"train": model.data[name].ravel().tolist()} | {
        part: values[name].ravel().tolist() for part, values in model.parts.items()
    }


def test_a_split_in_the_order_of_the_rows(tmp_path: Path) -> None:
    model = model_of(tmp_path, f'split = {{ of = ["a", "b"], validation = 2, test = 1 }}\n[data]\n{ROWS}')
    assert parts(model, "a") == {"train": [0, 1, 2], "validation": [3, 4], "test": [5]}
    assert parts(model, "b") == {"train": [10, 11, 12], "validation": [13, 14], "test": [15]}
    assert "c" not in model.parts["test"]
    assert not model.parts["test"]["a"].flags.writeable


def test_a_split_that_is_shuffled_keeps_rows_together(tmp_path: Path) -> None:
    model = model_of(tmp_path, f'split = {{ of = ["a", "b"], train = 2, validation = 3, seed = 1 }}\n[data]\n{ROWS}')
    first, second = parts(model, "a"), parts(model, "b")
    assert [len(rows) for rows in first.values()] == [2, 3]
    for part, rows in first.items():
        assert [row + 10 for row in rows] == second[part]
    chosen = [*first["train"], *first["validation"]]
    assert chosen != sorted(chosen)


def test_a_variant_may_be_trained_on_fewer_rows(tmp_path: Path) -> None:
    text = (
        'format_version = 1\nid = "a"\ntitle.en = "a"\nmodel = "z = sum(a) + sum(b) + sum(c)"\n'
        f'split = {{ of = ["a", "b"], test = 1 }}\n[data]\n{ROWS}\n'
        '[variants.few]\ntitle.en = "few"\nsplit = { of = ["a", "b"], train = 1, test = 1 }\ndata.c = 5'
    )
    lesson = read_text(tmp_path, text).lesson
    assert lesson is not None
    assert lesson.model("few").data["a"].tolist() == [[0]]
    assert lesson.model("few").data["c"] == 5
    assert lesson.model().data["a"].shape == (5, 1)


def test_the_last_batch_may_be_short(tmp_path: Path) -> None:
    training = '[training]\nrule = "sgd"\neta = 1\nbatches = { of = ["a", "b"], size = 4 }\n[parameters]\nc = 1\n'
    model = model_of(tmp_path, training + f"[data]\n{ROWS}".removesuffix("c = 1"))
    assert [model.batch_rows(update) for update in range(3)] == [4, 2, 4]


def test_equal_arrays_are_made_once_for_all_variants(tmp_path: Path) -> None:
    text = (
        'format_version = 1\nid = "a"\ntitle.en = "a"\nmodel = "z = sum(a) + sum(b) + sum(c)"\n'
        'data.a = { random = "normal", shape = [1_000_000] }\ndata.b = 1\ndata.c = 1\n'
        + "".join(f'[variants.v{number}]\ntitle.en = "v"\ndata.c = {number}\n' for number in range(15))
    )
    lesson = read_text(tmp_path, text).lesson
    assert lesson is not None
    assert len({id(lesson.model(variant).data["a"]) for variant in (None, *lesson.variants)}) == 1
    assert np.isfinite(lesson.model().data["a"]).all()

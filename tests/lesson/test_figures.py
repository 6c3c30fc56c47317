"""The figures that a lesson promises: read, computed, and complained of where they do not come out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from tests.lesson.helpers import good, lesson_text, place_of, read_text
from tutor.lesson import figures
from tutor.lesson.complaint import Complaint
from tutor.lesson.figures import check_figures

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
W1, B1 = np.array([[1.2, 1.4], [-1.0, -0.7]]), np.array([-1.2, 0.8])
W2, B2, Y = np.array([[-0.8], [1.1]]), np.array([-0.5]), np.array([[0], [1], [1], [0]])
HIDDEN = np.tanh(X @ W1 + B1)
OUT = 1 / (1 + np.exp(-(HIDDEN @ W2 + B2)))
"""The small lesson of the helpers, by hand."""


def printed(array: npt.ArrayLike, decimals: int = 3) -> str:
    return " ".join(f"{number:.{decimals}f}" for number in np.ravel(array))


def figure(at: str, text: str, more: str = "") -> str:
    return f'[[figure]]\nat = "{at}"\nis = "{text}"\n{more}\n'


def complaints(folder: Path, fragment: str) -> list[Complaint]:
    return list(check_figures(good(folder, fragment)))


@pytest.mark.parametrize(
    ("at", "text"),
    [
        ("0/h", printed(HIDDEN)),
        ("0/h[2]", printed(HIDDEN[2], 7)),
        ("0/h[2,1]", printed(HIDDEN[2, 1], 12)),
        ("0/y", printed(OUT)),
        ("0/dz2", printed((OUT - Y) / 4, 6)),
        ("0/dW2", printed(HIDDEN.T @ (OUT - Y) / 4, 6)),
        ("1/W2", printed(W2 - 0.5 * HIDDEN.T @ (OUT - Y) / 4, 6)),
        ("0/W1", "1.2 1.4\n  -1 −.70"),
        ("0/X", "0 0 0 1 1 0 1 1"),
        ("0/dh", printed((OUT - Y) @ W2.T / 4, 6)),
        ("0/dX", printed((OUT - Y) @ W2.T / 4 * (1 - HIDDEN**2) @ W1.T, 6)),
        ("0/eta", ".5"),
        ("0/accuracy", printed(np.mean((OUT > 0.5) == Y), 2)),
    ],
)
def test_what_comes_out_earns_no_complaint(tmp_path: Path, at: str, text: str) -> None:
    fragment = f'[[figure]]\nat = "{at}"\nis = """{text}"""\n'
    assert complaints(tmp_path, fragment) == []


def test_a_number_that_does_not_come_out_is_shown_with_its_cell(tmp_path: Path) -> None:
    right = printed(OUT).split()
    wrong = " ".join([right[0], ".123", *right[2:]])
    text = figure("0/y", wrong)
    (found,) = complaints(tmp_path, text)
    assert (found.severity, found.message.key) == ("error", "lesson.figure-differs")
    assert (found.line, found.column) == place_of(lesson_text(text), ".123")
    assert found.excerpt.carets.strip() == "^^^^"
    said = found.message.say("en")
    assert "0/y[1,0]" in said
    assert ".123" in said
    assert repr(float(OUT[1, 0])) in said


def test_the_place_in_a_text_of_several_lines(tmp_path: Path) -> None:
    rows = printed(HIDDEN).split()
    text = (
        '[[figure]]\nat = "0/h"\nis = """\n' + f"{rows[0]} {rows[1]}\n  {rows[2]} 7.5\n{' '.join(rows[4:])}\n" + '"""\n'
    )
    (found,) = complaints(tmp_path, text)
    assert (found.line, found.column) == place_of(lesson_text(text), "7.5")
    assert "0/h[1,1]" in found.message.say("ko")


def test_a_cell_of_a_row_is_named_whole(tmp_path: Path) -> None:
    (found,) = complaints(tmp_path, figure("0/h[2]", f"{HIDDEN[2, 0]:.3f} 9"))
    assert "0/h[2,1]" in found.message.say("en")


def test_a_variant_is_computed_for_itself(tmp_path: Path) -> None:
    variant = '[variants.far]\ntitle = { en = "far", ko = "멀리" }\nparameters.b2 = [3.0]\n'
    out = printed(1 / (1 + np.exp(-(HIDDEN @ W2 + 3))))
    assert complaints(tmp_path, variant + figure("0/y", out, 'variant = "far"')) == []
    assert len(complaints(tmp_path, variant + figure("0/y", out))) == 4


def test_later_figures_come_out_whatever_their_order(tmp_path: Path) -> None:
    late, early = figure("40/L", "9"), figure("0/y", printed(OUT))
    assert len(complaints(tmp_path, late + early)) == 1
    assert len(complaints(tmp_path, early + late)) == 1


def test_a_source_in_both_languages(tmp_path: Path) -> None:
    text = figure("0/y", printed(OUT), 'source.en = "a book"\nsource.ko = "어떤 책"')
    (read,) = good(tmp_path, text).figures
    assert (read.source.en, read.source.ko, read.printed) == ("a book", "어떤 책", tuple(printed(OUT).split()))


def test_a_figure_without_a_gradient_to_it(tmp_path: Path) -> None:
    forward = "z1 = X @ W1 + b1\nh = tanh(z1)\nz2 = h @ W2 + b2\ny = sigmoid(z2)\nL = bce(y, step(Y))"
    (found,) = complaints(tmp_path, f'model = """\n{forward}\n"""\n' + figure("0/dY", "1 1 1 1"))
    assert found.message.key == "lesson.figure-not-computed"


@pytest.mark.parametrize(("latest", "numbers"), [(99, 10**9), (10**6, 99 * 20)])
def test_what_lies_too_far_off_is_not_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, latest: int, numbers: int
) -> None:
    monkeypatch.setattr(figures, "LATEST", latest)
    monkeypatch.setattr(figures, "MOST_NUMBERS", numbers)
    (found,) = complaints(tmp_path, figure("100/L", "9") + figure("0/y", printed(OUT)))
    assert (found.severity, found.message.key) == ("advice", "lesson.figure-too-far")
    assert "100/L" in found.message.say("ko")


def test_the_limit_is_the_one_in_the_guide() -> None:
    guide = (Path(__file__).parents[2] / "lessons" / "README.md").read_text(encoding="utf-8")
    assert f"{figures.LATEST:,} updates" in guide
    assert f"{figures.MOST_NUMBERS // 10**6} million numbers" in guide


def test_a_short_last_batch_has_fewer_rows(tmp_path: Path) -> None:
    training = '[training]\nrule = "sgd"\neta = 0.5\nbatches = { of = ["X", "Y"], size = 3, shuffle = false }\n'
    assert complaints(tmp_path, training + figure("1/X", "1 1")) == []
    (found,) = complaints(tmp_path, training + figure("1/X", "1 1 1"))
    assert found.message.key == "lesson.figure-count"


def test_a_file_that_has_gone(tmp_path: Path) -> None:
    lesson = good(tmp_path, figure("0/y", ".1 .1 .1 .1"))
    lesson.file.unlink()
    assert {(found.line, found.column) for found in check_figures(lesson)} == {(1, 1)}


def test_a_lesson_that_learns_nothing_has_one_pass(tmp_path: Path) -> None:
    reading = read_text(tmp_path, lesson_text(figure("1/y", "1 1 1 1"), ["training"]))
    assert [found.message.key for found in reading.complaints if found.severity == "error"] == ["lesson.no-updates"]

"""Where a figure is printed elsewhere, the note says whether it comes out."""

from __future__ import annotations

import numpy as np
import pytest

from tests.tui.support import moment_at, session
from tutor.messages import Language, say
from tutor.tui.moment import Moment
from tutor.tui.panels.note import note

SOURCES = {"en": "deck 000", "ko": "덱 000"}
PRINTED = ".52 .50 .52 .55"
LINE = 4
"""Lines of XOR until ŷ is there."""


def said(moment: Moment) -> str:
    return " ".join(note(moment, 60, 20).plain().split())


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_figure_that_comes_out(language: Language) -> None:
    opened = session("xor")
    sentence = say("tui.figure-comes-out", language, source=SOURCES[language], figures=PRINTED)
    assert sentence in said(moment_at(opened, 0, LINE, language))
    for update, line in ((0, LINE - 1), (0, LINE + 1), (2, LINE)):
        assert PRINTED not in said(moment_at(opened, update, line, language))


def test_after_an_edit_it_does_not() -> None:
    opened = session("xor")
    opened.run.edit("b2", np.array([0.5]))
    assert say("tui.figure-differs", "en", source="deck 000", figures=PRINTED) in said(moment_at(opened, 0, LINE))


def test_a_figure_of_an_update_stands_at_its_update_line() -> None:
    opened = session("two-outputs")
    line = next(n for n, one in enumerate(opened.run.lines, 1) if one.name == "W2" and one.phase == "update")
    assert ".35891648 .511301270 .408666186 .561370121 ✓" in said(moment_at(opened, 0, line))


def test_a_figure_belongs_to_its_variant() -> None:
    right, late = session("two-outputs"), session("two-outputs", "late-errors")
    line = len(right.run.programs.forward)
    assert ".291027924 ✓" not in said(moment_at(right, 1, line))
    assert ".291027924 ✓" in said(moment_at(late, 1, line))

"""Which pictures a session has, and that what has not changed is not drawn again."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from tests.tui.support import graph_model, lesson, moment_at, session, shipped, xor_model
from tutor.lesson.parts import View, ViewKind
from tutor.messages import LANGUAGES, Language
from tutor.tui.moment import Moment
from tutor.tui.session import Session
from tutor.tui.views import network, table
from tutor.tui.views.pictures import Pictures
from tutor.tui.views.view import Options, ViewEntry


def test_every_kind_of_the_lesson_format_has_its_entry() -> None:
    assert set(table.KINDS) == set(get_args(ViewKind))
    for kind in table.KINDS:
        assert table.entry(kind).kind == kind
        assert table.entry(kind).title.key == f"tui.view-{kind}"


def test_the_pictures_of_the_lesson_come_first() -> None:
    it = session("xor-stuck")
    asked = lesson("xor-stuck").views_of()
    assert tuple(it.pictures.views[: len(asked)]) == asked
    kinds = [view.kind for view in it.pictures.views]
    assert "network" in kinds[len(asked) :]
    assert kinds.count("boundary") == 3


@pytest.mark.parametrize(("variant", "kinds"), [(None, ["network", "curve"]), ("by-hand", ["graph"])])
def test_a_picture_of_the_lesson_that_a_variant_has_not_is_left_out(variant: str | None, kinds: list[str]) -> None:
    assert [view.kind for view in session("gradient-check", variant).pictures.views[: len(kinds)]] == kinds


def test_a_model_without_a_lesson_has_the_sensible_ones() -> None:
    assert Session(xor_model()).pictures.view.kind == "network"
    assert Session(graph_model()).pictures.view.kind == "graph"


def test_no_kind_is_looked_for_before_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def entry(kind: ViewKind) -> ViewEntry:
        asked.append(kind)
        return table.entry(kind)

    monkeypatch.setattr("tutor.tui.views.pictures.entry", entry)
    it = session("xor")
    assert it.pictures
    assert it.pictures.are_several
    it.pictures.draw(Moment(it, "en"), 40, 20)
    it.pictures.title(Moment(it, "en"))
    assert set(asked) == {"network"}
    assert len(it.pictures.views) > 3
    assert set(asked) > {"network"}


def counted(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """The positions at which the network is drawn."""
    drawn: list[tuple[int, int]] = []

    def draw(moment: Moment, width: int, height: int, options: Options) -> object:
        drawn.append(moment.session.run.position)
        return network.draw(moment, width, height, options)

    entry: ViewEntry = network.VIEW._replace(draw=draw)  # type: ignore[arg-type]
    entries = {kind: table.entry(kind) for kind in table.KINDS}
    monkeypatch.setattr("tutor.tui.views.pictures.entry", {**entries, "network": entry}.__getitem__)
    return drawn


def test_what_has_not_changed_is_not_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = counted(monkeypatch)
    it = Session(xor_model())
    for line in (2, 2, 3, 3, 3):
        it.pictures.draw(moment_at(it, 0, line), 60, 20)
    assert drawn == [(0, 2), (0, 3)]
    it.pictures.draw(moment_at(it, 0, 3), 61, 20)
    it.pictures.draw(moment_at(it, 0, 3), 60, 20)
    it.pictures.draw(moment_at(it, 0, 3, "ko"), 60, 20)
    it.pictures.change_glyphs()
    it.pictures.draw(moment_at(it, 0, 3, "ko"), 60, 20)
    it.row = 2
    it.pictures.draw(moment_at(it, 0, 3, "ko"), 60, 20)
    assert drawn[2:] == [(0, 3)] * 4


def test_an_edit_changes_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = counted(monkeypatch)
    it = Session(xor_model())
    texts = [it.pictures.draw(moment_at(it, 0, 3), 60, 20).plain()]
    for number in (5.0, 6.0):
        weights = it.run.entering("W1").copy()
        weights[0, 0] = number
        it.run.edit("W1", weights)
        texts.append(it.pictures.draw(moment_at(it, 0, 3), 60, 20).plain())
    assert len(drawn) == len(set(texts)) == 3


def test_turning_goes_round() -> None:
    pictures = session("xor").pictures
    first, count = pictures.view, len(pictures.views)
    seen = []
    for _ in range(count):
        seen.append(pictures.view)
        pictures.turn(1)
    assert len(set(seen)) == count
    assert pictures.view == first
    pictures.turn(-1)
    assert pictures.view == seen[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_heading_says_which_of_how_many(language: Language) -> None:
    it = session("xor-stuck")
    moment = Moment(it, language)
    headings = []
    for _ in it.pictures.views:
        headings.append(it.pictures.heading(moment))
        it.pictures.turn(1)
    assert len(set(headings)) == len(headings)
    assert headings[0].endswith(f"1/{len(headings)}")


@pytest.mark.parametrize("head", shipped().lessons, ids=lambda head: head.id)
def test_every_picture_of_every_lesson_is_drawn_and_said(head: object) -> None:
    name = head.id  # type: ignore[attr-defined]
    for variant in (None, *lesson(name).variants):
        it = session(name, variant)
        if not it.pictures:
            continue
        for position in ((0, 0), (0, len(it.run.lines)), *([(1, 1)] if it.run.learns else [])):
            moment = moment_at(it, *position)
            for _ in it.pictures.views:
                picture = it.pictures.draw(moment, 44, 20)
                assert picture.width <= 44, (variant, it.pictures.view)
                assert picture.height <= 20
                assert picture.plain().strip()
                assert it.pictures.describe(moment).strip()
                it.pictures.turn(1)


def test_a_watch_is_called_by_its_title() -> None:
    it = session("dropout")
    assert [view.kind for view in it.pictures.views[:2]] == ["curve", "curve"]
    assert it.pictures.title(Moment(it, "en")).startswith("curves · loss, training data")
    assert "손실" in it.pictures.title(Moment(it, "ko"))


def test_a_view_of_a_kind_asked_for_twice_is_told_apart_by_what_it_shows() -> None:
    it = Session(xor_model(), replace(lesson("xor"), views=(View("network"),)))
    assert it.pictures.views[0] == View("network")
    assert isinstance(it.pictures, Pictures)

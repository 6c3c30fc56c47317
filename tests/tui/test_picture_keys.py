"""Pictures on the step screen: beside the line, over the whole window, and the keys that change them."""

from __future__ import annotations

import pytest

from tests.tui.support import app_on, graph_model, model, screen_rows, screen_text, session, step_screen, xor_model
from tutor.messages import LANGUAGES, Language, say
from tutor.tui.session import Session


def foot(rows: list[str]) -> str:
    return rows[-1].strip()


@pytest.mark.parametrize("size", [(115, 34), (120, 36), (160, 50)])
async def test_in_a_wide_window_the_picture_is_seen_without_a_key(size: tuple[int, int]) -> None:
    app = app_on(Session(xor_model()))
    async with app.run_test(size=size) as pilot:
        screen = step_screen(app)
        assert "picture" in screen.shown_panels
        assert "parameters" in screen.shown_panels
        assert "note" in screen.shown_panels
        for number in range(1, 7):
            await pilot.press("right")
            assert "──" in screen_text(app)
            assert ("▸y" in screen_text(app).replace("▸ y", "")) == (number == 4)


async def test_in_80_columns_it_waits_behind_tab() -> None:
    app = app_on(Session(xor_model()))
    async with app.run_test(size=(80, 24)) as pilot:
        assert step_screen(app).shown_panels == ["note"]
        await pilot.press(*["tab"] * 3)
        assert step_screen(app).shown_panels == ["picture"]
        assert "• network" in screen_text(app)
        assert "╭─X₁" in screen_text(app) or "X₁" in screen_text(app)


async def test_p_enlarges_it_and_time_goes_on_there() -> None:
    it = Session(xor_model())
    app = app_on(it)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p")
        assert step_screen(app).is_enlarged
        assert step_screen(app).shown_panels == ["picture"]
        before = screen_rows(app)[:-2]  # without the timeline, which knows how far one has been
        assert "z₁ = X · W₁ + b₁" in "\n".join(before)
        for keys, position in (
            (["right", "right"], (0, 2)), (["down"], (1, 2)), (["right_square_bracket"], (2, 2)), (["up"], (1, 2)),
            (["left"], (1, 1)), (["end"], (1, 16)), (["home"], (0, 0)),
        ):  # fmt: skip
            await pilot.press(*keys)
            assert it.run.position == position
            assert step_screen(app).is_enlarged
        assert screen_rows(app)[:-2] == before
        await pilot.press("right", "right")
        assert "▸h" in screen_text(app)
        await pilot.press("p")
        assert not step_screen(app).is_enlarged
        assert it.run.position == (0, 2)


@pytest.mark.parametrize("key", ["escape", "p", "ㅔ"])
async def test_what_leads_back(key: str) -> None:
    app = app_on(Session(xor_model()))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        before = screen_rows(app)[:-1]  # without the keys: there may be one more once pictures were looked at
        await pilot.press("p")
        assert screen_rows(app)[:-1] != before
        await pilot.press(key)
        assert screen_rows(app)[:-1] == before
        assert step_screen(app).session is not None


async def test_tab_and_n_turn_to_the_next_picture_and_it_stays_chosen() -> None:
    it = session("xor-stuck")
    app = app_on(it)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("p")
        count = len(it.pictures.views)
        seen = []
        for key in ["tab", "n"] * count:
            seen.append(it.pictures.view)
            assert it.pictures.heading(step_screen(app)._moment) in screen_text(app)
            await pilot.press(key)
        assert seen[:count] == seen[count:]
        assert len(set(seen)) == count
        await pilot.press("shift+tab")
        chosen = it.pictures.view
        assert chosen == seen[count - 1]
        await pilot.press("escape")
        assert it.pictures.view == chosen


@pytest.mark.parametrize("language", LANGUAGES)
async def test_glyphs_go_round(language: Language) -> None:
    it = Session(xor_model())
    app = app_on(it, language)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("p")
        pictures = []
        for glyphs in ("block", "ascii", "braille"):
            await pilot.press("G")
            assert it.glyphs == glyphs
            assert foot(screen_rows(app)) == say(f"tui.glyphs-{glyphs}", language)
            pictures.append("\n".join(screen_rows(app)[:-1]))
        assert len(set(pictures)) == 3
        assert "⣀" in pictures[2]
        assert "+--" in pictures[1]


async def test_a_logarithmic_axis_only_where_there_is_one() -> None:
    it = session("initial-values")
    app = app_on(it)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("end", "p", "L")
        assert it.pictures.log
        assert foot(screen_rows(app)) == say("tui.log-on", "en")
        await pilot.press("L")
        assert foot(screen_rows(app)) == say("tui.log-off", "en")
        while it.pictures.view.kind != "network":
            await pilot.press("n")
        await pilot.press("L")
        assert foot(screen_rows(app)) == say("tui.no-log", "en")
        assert not it.pictures.log


@pytest.mark.parametrize("language", LANGUAGES)
async def test_d_says_it_in_words_that_follow_the_position(language: Language) -> None:
    app = app_on(session(), language)
    async with app.run_test(size=(100, 30)) as pilot:
        it = step_screen(app).session
        while it.pictures.view.kind != "network":
            await pilot.press("n")
        await pilot.press("p", "d")
        assert "x₁→h₁ 1.2" in screen_text(app)
        await pilot.press("right")
        assert "z₁: h₁ −1.2" in screen_text(app)
        await pilot.press("d")
        assert "x₁→h₁ 1.2" not in screen_text(app)


@pytest.mark.parametrize("key", ["p", "n", "L", "G", "d"])
async def test_a_model_without_pictures_says_so(key: str) -> None:
    it = Session(model("p = x > y", {}, {"x": xor_model().data["X"], "y": xor_model().data["X"]}))
    it.pictures._found, it.pictures._untried = [], []
    app = app_on(it)
    async with app.run_test(size=(120, 36)) as pilot:
        assert "picture" not in step_screen(app).shown_panels
        await pilot.press(key)
        assert foot(screen_rows(app)) == say("tui.no-picture", "en")
        assert not step_screen(app).is_enlarged


async def test_a_wide_graph_stands_under_the_line_with_the_parameters_beside_it() -> None:
    app = app_on(Session(graph_model()))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("end")
        text = screen_text(app)
        assert "(× 3)" in text
        assert step_screen(app).shown_panels[0] == "picture"


async def test_the_row_that_is_followed_runs_through_the_network() -> None:
    app = app_on(Session(xor_model()))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("right", "r", "r")
        assert "example 2 of 4 · Y = 1" in screen_text(app)
        await pilot.press("r")
        assert "example 3 of 4 · Y = 1" in screen_text(app)
        await pilot.press("R")
        assert "example 1 of 4 · Y = 0" in screen_text(app)


async def test_a_window_that_changes_its_size_keeps_the_large_picture() -> None:
    app = app_on(Session(xor_model()))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("p")
        for size in ((60, 18), (40, 10), (200, 60), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert all(len(row) <= size[0] for row in screen_rows(app))
        assert step_screen(app).is_enlarged
        assert "W₁ →" in screen_text(app)


async def test_no_colour_changes_no_character(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = []
    for no_colour in (False, True):
        if no_colour:
            monkeypatch.setenv("NO_COLOR", "1")
        app = app_on(Session(xor_model()))
        async with app.run_test(size=(120, 36)) as pilot:
            await pilot.press("end")
            texts.append(screen_text(app))
    assert texts[0] == texts[1]


async def test_without_colour_the_large_picture_stands_over_its_description(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = app_on(Session(xor_model()))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        small = screen_rows(app)[:-1]
        await pilot.press("p")
        text = screen_text(app)
        assert "1.4" in text
        assert "╭──h₁" in text
        assert "X₁→h₁ 1.2" in text
        assert text.index("╭──h₁") < text.index("X₁→h₁ 1.2")
        await pilot.press("escape")
        assert screen_rows(app)[:-1] == small

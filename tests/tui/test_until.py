"""Running until a condition holds: the prompt, the way there, and why it ended."""

from __future__ import annotations

import asyncio

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from tests.tui.support import (
    app_on,
    array,
    graph_model,
    lesson,
    model,
    screen_rows,
    screen_text,
    session,
    shipped,
    text_of,
    xor_model,
)
from tutor.engine.run import Run
from tutor.formula.display import display_name
from tutor.formula.parse import parse_expression
from tutor.formula.problems import FormulaError
from tutor.messages import LANGUAGES, Language, say
from tutor.tui.app import TutorApp
from tutor.tui.panels.progress import bar, progress
from tutor.tui.picture.sparks import sparks
from tutor.tui.screens.progress import ProgressScreen
from tutor.tui.screens.step import StepScreen
from tutor.tui.screens.until import UntilScreen
from tutor.tui.session import Place, Session
from tutor.tui.until import (
    MOST_UPDATES,
    USUAL_LIMIT,
    RunUntil,
    Until,
    default_condition,
    default_limit,
    examples,
    known_names,
    read_condition,
    read_limit,
)


def run(it: Session, text: str = "", updates: int = 1000) -> RunUntil:
    going = RunUntil(it, Until(read_condition(it, text), updates))
    while going.go_on():
        pass
    return going


def said(going: RunUntil) -> str:
    message = going.said()
    assert message is not None
    return message.key


# What can be written


def test_what_can_be_written_can_be_run_in_every_lesson() -> None:
    offered = 0
    for head in shipped().lessons:
        it = session(head.id)
        if not it.run.learns:
            continue
        for text, _ in examples(it):
            offered += 1
            assert read_condition(it, text) is not None, (head.id, text)
        everything = " + ".join(f"max({name})" for name in known_names(it)[:40])
        assert read_condition(it, f"{everything} < 1") is not None, head.id
    assert offered > 20


def test_the_lesson_s_own_condition_and_number_of_updates_are_offered() -> None:
    it = session("xor")
    assert default_condition(it) == "L < 0.02"
    assert default_limit(it) == (lesson("xor").model().limit or USUAL_LIMIT)
    it = Session(xor_model(limit=50))
    it.travel(Place(20, 0))
    assert default_limit(it) == 30
    while not it.travel(Place(50, 0)):
        pass
    assert (default_limit(it), default_condition(it)) == (USUAL_LIMIT, "")


@pytest.mark.parametrize(
    ("text", "column"), [("L < ", 3), ("L < foo", 5), ("W1 < 1", 1), ("L <", 3), ("max(L)) < 1", 7), ("z1", 1)]
)
def test_what_is_no_condition_is_refused_with_its_place(text: str, column: int) -> None:
    with pytest.raises(FormulaError) as found:
        read_condition(Session(xor_model()), text)
    place = found.value.problems[0].place
    assert place is None or place.column >= column - 2


@pytest.mark.parametrize(
    ("text", "number"),
    [("1", 1), (" 10,000 ", 10_000), ("1_000", 1000), ("", None), ("0", None), ("-3", None), ("1.5", None),
     ("x", None), ("²", None), (str(MOST_UPDATES), MOST_UPDATES), (str(MOST_UPDATES + 1), None), ("9" * 30, None)],
)  # fmt: skip
def test_a_number_of_updates(text: str, number: int | None) -> None:
    assert read_limit(text) == number


# The way there


def test_it_ends_where_the_condition_is_met() -> None:
    it = Session(xor_model())
    going = run(it, "L < 0.6")
    straight = Run(xor_model())
    straight.run_until(parse_expression("L < 0.6"), 1000)
    assert it.run.position == straight.position
    assert all(str(it.value(name)) == str(straight.value(name)) for name in it.names)
    assert said(going) == "tui.until-condition"
    assert it.change("W1") is not None
    assert said(run(it, "L < 0.6")) == "tui.until-already"


def test_it_ends_at_the_limit_counted_from_here() -> None:
    it = Session(xor_model())
    it.travel(Place(30, 2))
    assert said(run(it, "", 40)) == "tui.until-limit"
    assert it.run.position == (70, 0)
    assert said(run(it, "L < 0.0001", 5)) == "tui.until-limit-missed"
    assert it.run.position == (75, 0)


def test_it_ends_where_the_first_number_is_lost() -> None:
    it = Session(xor_model(eta=1e306))
    going = run(it, "L < 0.1")
    assert said(going) == "tui.until-diverged"
    message = going.said()
    assert message is not None
    assert message.parameters["began"] == Run(xor_model(eta=1e306)).run_until(None, 1000).began


def test_it_goes_on_in_stretches_and_can_be_stopped() -> None:
    it = Session(xor_model())
    going = RunUntil(it, Until(None, 50_000_000))
    assert going.go_on()
    first = going.update
    assert going.go_on()
    assert going.update > first > 0
    assert going.rate > 0
    going.stop()
    assert not going.go_on() or going.outcome is not None
    assert said(going) == "tui.until-stopped"
    fresh = Run(xor_model())
    fresh.go(*it.run.position)
    assert all(str(it.value(name)) == str(fresh.value(name)) for name in it.names)


# What is drawn of it


def test_the_bar_is_as_full_as_the_run_is_far() -> None:
    for ascii_only in (False, True):
        lengths = []
        for part in (0, 0.001, 0.25, 0.5, 0.999, 1, 1.5):
            drawn = bar(part, 40, ascii_only=ascii_only)
            assert sum(len(span.text) for span in drawn) == 40
            lengths.append(len(drawn[0].text.strip()))
        assert lengths == sorted(lengths)
        assert (lengths[0], lengths[-1]) == (0, 40)
    assert all(ord(character) < 128 for span in bar(0.3, 40, ascii_only=True) for character in span.text)


def test_the_curve_falls_as_the_loss_does() -> None:
    rows = [line[0].text for line in sparks([8, 7, 6, 5, 4, 3, 2, 1], 2)]
    assert rows[0].strip()
    assert all(len(row) == 8 for row in rows)
    heights = [sum(" ▁▂▃▄▅▆▇█".index(row[column]) for row in rows) for column in range(8)]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] == 16
    assert heights[-1] == 1
    plain = [line[0].text for line in sparks([2, 1, float("nan"), float("inf")], 3, ascii_only=True)]
    assert plain[-1].endswith("xx")
    assert all(ord(character) < 128 for row in plain for character in row)


def test_a_level_curve_is_drawn() -> None:
    assert [line[0].text for line in sparks([1.0, 1.0], 2)] == ["  ", "▁▁"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [20, 58, 78, 118, 248])
def test_the_progress_fits_and_tells_update_rate_and_loss(width: int, language: Language) -> None:
    it = Session(xor_model())
    going = RunUntil(it, Until(None, 300))
    for _ in range(3):
        assert progress(going, language, width, 4).width <= width
        going.go_on()
    drawn = text_of(progress(going, language, width, 4))
    assert len(drawn) == 6
    if width > 60:
        assert "300" in drawn[0]
        assert "L = " in drawn[-1]


def test_without_a_single_loss_there_is_a_bar_only() -> None:
    gate = Session(model("h = X @ W1", {"W1": array([1.0], [1.0])}, {"X": array([0, 1])}))
    assert progress(RunUntil(gate, Until(None, 5)), "en", 60, 3).height == 2


def test_the_names_of_losses_are_as_on_the_screen() -> None:
    it = Session(xor_model())
    going = run(it, "", 10)
    assert f"{display_name('L')} = " in text_of(progress(going, "en", 80, 2))[-1]


# The screens


async def ask(pilot: Pilot[None], condition: str, updates: str = "") -> None:
    """Type a condition in place of the one that is offered, and a number of updates."""
    await pilot.press("u")
    app = pilot.app
    app.screen.query_one("#until-condition", Input).value = condition
    if updates:
        app.screen.query_one("#until-limit", Input).value = updates
    await pilot.press("enter")
    await pilot.pause()


async def ended(app: TutorApp, pilot: Pilot[None]) -> str:
    """Wait until the run has ended; what is said then."""
    for _ in range(400):
        if isinstance(app.screen, StepScreen):
            break
        await asyncio.sleep(0.01)
    await pilot.pause()
    return screen_rows(app)[-1]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_prompt_offers_what_can_be_written(language: Language) -> None:
    app = app_on(session(), language)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("u")
        text = screen_text(app)
        assert "L < 0.05" in text
        assert "accuracy" in text
        assert "dW1" in text
        assert app.screen.query_one("#until-condition", Input).value == "L < 0.02"
        assert say("tui.until-title", language) in text
        await pilot.press("escape")
        assert isinstance(app.screen, StepScreen)


async def test_it_runs_and_says_why_it_ended() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=(100, 30)) as pilot:
        await ask(pilot, "L < 0.05")
        assert await ended(app, pilot) == " " + say(
            "tui.until-condition", "en", update=f"{it.run.position.update:,}", condition="L < 0.05"
        )
        await pilot.press("U")
        assert it.run.position == (0, 0)
        await pilot.press("ctrl+y")
        assert it.run.condition(parse_expression("L < 0.05"))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_wrong_condition_is_explained_in_place(language: Language) -> None:
    app = app_on(session(), language)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, "1 + foo < 2")
        assert isinstance(app.screen, UntilScreen)
        rows = screen_rows(app)
        at = next(number for number, row in enumerate(rows) if "1 + foo" in row)
        assert rows[at + 1].strip() == "^^^"
        assert rows[at + 1].index("^") == rows[at].index("foo")
        assert "foo" in rows[at + 2]
        await pilot.press("backspace")
        assert "^" not in screen_text(app)
        await ask(pilot, "L < 0.5", "no")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_wrong_number_of_updates_is_explained_in_place(language: Language) -> None:
    app = app_on(session(), language)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, "L < 0.5", "no")
        assert isinstance(app.screen, UntilScreen)
        problem = str(app.screen.query_one("#until-said", Static).render())
        assert problem == say("tui.until-no-number", language, most=f"{MOST_UPDATES:,}")
        assert app.focused is app.screen.query_one("#until-limit", Input)


async def test_tab_completes_a_name_and_goes_to_the_other_field() -> None:
    app = app_on(session())
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("u")
        field = app.screen.query_one("#until-condition", Input)
        field.value = ""
        await pilot.press(*"max(acc")
        await pilot.pause()
        await pilot.press("tab")
        assert field.value == "max(accuracy"
        await pilot.press("tab")
        assert app.focused is app.screen.query_one("#until-limit", Input)
        await pilot.press("up")
        assert app.focused is field


async def test_a_condition_typed_in_hangul_input_mode() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("ㅕ")
        app.screen.query_one("#until-condition", Input).value = ""
        await pilot.press(*"ㅡㅁㅌ(ㅠ1)<0", "enter")
        await ended(app, pilot)
        assert it.run.condition(parse_expression("max(b1) < 0"))


@pytest.mark.parametrize("key", ["escape", "space"])
async def test_a_key_stops_it(key: str) -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=(100, 30)) as pilot:
        await ask(pilot, "", "50000000")
        await asyncio.sleep(0.3)
        screen = app.screen
        assert isinstance(screen, ProgressScreen)
        text = screen_text(app)
        assert "50,000,000" in text
        assert "updates/s" in text
        await pilot.resize_terminal(80, 24)
        await pilot.press(key)
        foot = await ended(app, pilot)
        assert say("tui.until-stopped", "en", update=f"{it.run.position.update:,}") in foot
        assert 0 < it.run.position.update < 50_000_000
        here = it.run.position
        await asyncio.sleep(0.1)
        assert it.run.position == here


async def test_it_says_where_numbers_were_lost() -> None:
    it = Session(xor_model(eta=1e306))
    app = app_on(it)
    async with app.run_test(size=(100, 30)) as pilot:
        await ask(pilot, "L < 0.1")
        began = Run(it.model).run_until(None, 1000).began
        assert str(began) in await ended(app, pilot)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_where_numbers_are_lost_already_it_says_since_when_and_stays(language: Language) -> None:
    it = session("house-price", "unscaled")
    began = Run(it.model).run_until(None, 1000).began
    it.run.go(100)
    app = app_on(it, language)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("u")
        assert isinstance(app.screen, StepScreen)
        assert screen_rows(app)[-1].strip() == say("tui.until-lost", language, address=began)
        assert it.run.position == (100, 0)
        await pilot.press("g", *str(began), "enter")
        await pilot.pause()
        assert it.run.lost_at() == began
        await pilot.press("u")
        assert screen_rows(app)[-1].strip() == say("tui.until-lost", language, address=began)


async def test_without_training_it_says_why_there_is_nothing_to_run() -> None:
    app = app_on(Session(graph_model()))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("u")
        assert isinstance(app.screen, StepScreen)
        assert screen_rows(app)[-1].strip() == say("tui.no-training", "en")


def test_a_loss_over_many_powers_of_ten_is_drawn_on_a_logarithmic_scale() -> None:
    it = Session(xor_model())
    wide, narrow = run(it, "L < 0.003", 9000), RunUntil(Session(xor_model()), Until(None, 20))
    narrow.go_on()
    said = say("tui.until-log", "en")
    assert said in progress(wide, "en", 100, 4).plain()
    assert said not in progress(narrow, "en", 100, 4).plain()
    curve = text_of(progress(wide, "en", 100, 4))[2:]
    assert all(line[10:].strip() for line in curve)

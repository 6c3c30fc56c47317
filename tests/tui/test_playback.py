"""Playing: how far a tick goes, why it ends, and the keys that start, hasten and end it."""

from __future__ import annotations

import asyncio

import pytest
from textual.pilot import Pilot

from tests.tui.support import app_on, graph_model, model, screen_rows, screen_text, session, step_screen, xor_model
from tutor.engine.run import Run
from tutor.formula.parse import parse_expression
from tutor.messages import LANGUAGES, Language, Message, say
from tutor.tui import playback
from tutor.tui.app import TutorApp
from tutor.tui.playback import SPEEDS, Playback, Speed
from tutor.tui.session import Place, Session


def playing(it: Session, speed: Speed) -> Playback:
    player = Playback(it)
    player.change_speed(SPEEDS.index(speed) - SPEEDS.index(player.speed))
    assert player.speed == speed
    assert player.begin() is None
    return player


def play(player: Playback, most: int = 10_000) -> Message:
    """Tick until it ends by itself."""
    for _ in range(most):
        ended = player.tick()
        if ended is not None:
            return ended
    raise AssertionError(f"still playing after {most} ticks")


LINES, UPDATES, FAST = Speed("line", 2), Speed("update", 10), Speed("update", 400)


def test_speeds_rise_and_no_tick_is_shorter_than_the_screen_needs() -> None:
    paces = [speed.rate * (16 if speed.what == "update" else 1) for speed in SPEEDS]
    assert paces == sorted(paces)
    assert all(speed.period >= 0.05 for speed in SPEEDS)
    assert all(speed.steps / speed.period == pytest.approx(speed.rate) for speed in SPEEDS)


def test_one_in_a_second_is_said_in_the_singular() -> None:
    assert [Speed("line", rate).message.say("en") for rate in (0.5, 1, 2)] == ["0.5 lines/s", "1 line/s", "2 lines/s"]
    assert [Speed("update", rate).message.say("en") for rate in (1, 400)] == ["1 update/s", "400 updates/s"]
    assert {Speed("update", 1).message.say("ko"), Speed("line", 1).message.say("ko")} == {"1초에 갱신 1번", "1초에 1줄"}


def test_a_tick_of_lines_runs_a_line_and_one_of_updates_an_update() -> None:
    it = Session(xor_model())
    player = playing(it, LINES)
    for line in range(1, 6):
        assert player.tick() is None
        assert it.run.position == (0, line)
    player = playing(it, UPDATES)
    for update in range(1, 6):
        assert player.tick() is None
        assert it.run.position == (update, 5)


def test_playing_updates_from_the_beginning_of_a_pass_shows_its_loss() -> None:
    it = Session(xor_model())
    playing(it, UPDATES).tick()
    assert it.run.position == (1, 5)
    assert it.value("L") is not None


def test_what_is_played_is_what_is_stepped() -> None:
    it = Session(xor_model())
    player = playing(it, FAST)
    for _ in range(4):
        player.tick()
    update, line = it.run.position
    assert update == 80
    fresh = Run(xor_model())
    fresh.go(update, line)
    assert all(str(it.value(name)) == str(fresh.value(name)) for name in it.names)
    change = it.change("W1")
    assert change is not None
    assert change.any()


@pytest.mark.parametrize("speed", [LINES, UPDATES, FAST])
def test_it_ends_where_the_lesson_s_condition_is_met_and_plays_on_when_asked_again(speed: Speed) -> None:
    it = Session(xor_model(until=parse_expression("L < 0.697")))
    outcome = Run(it.model).run_until(it.model.until, 1000)
    player = playing(it, speed)
    ended = play(player)
    assert ended.key == "tui.play-met"
    assert it.run.position == (outcome.update, 5)
    assert player.begin() is None
    for _ in range(40):
        assert player.tick() is None
    assert it.run.position.update > outcome.update


@pytest.mark.parametrize("speed", [LINES, UPDATES, FAST])
def test_it_ends_at_the_lesson_s_number_of_updates(speed: Speed) -> None:
    it = Session(xor_model(limit=7))
    ended = play(playing(it, speed))
    assert ended.key == "tui.play-limit"
    assert it.run.position.update == 7


@pytest.mark.parametrize("speed", [LINES, UPDATES, FAST])
def test_it_ends_where_the_first_number_is_lost(speed: Speed) -> None:
    it = Session(xor_model(eta=1e306))
    outcome = Run(it.model).run_until(None, 1000)
    player = playing(it, speed)
    assert play(player) == Message("engine.sign-diverged", {"address": outcome.began})
    assert it.run.position.update == outcome.update
    begin = player.begin()
    assert begin is not None
    assert begin.key == "engine.sign-diverged"


def test_without_updates_it_plays_lines_to_the_last_one() -> None:
    it = Session(graph_model())
    player = Playback(it)
    while player.change_speed(1):
        assert player.speed.what == "line"
    assert play(player).key == "tui.play-end"
    assert it.run.position == (0, len(it.run.lines))


def test_a_tick_that_takes_too_long_leaves_updates_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playback, "_LONGEST", 0.0)
    slow = model(
        "h = tanh(X @ W)\nz = h @ V\nL = sum(z**2)",
        {"W": xor_model().parameters["W1"].repeat(200, 0).repeat(100, 1), "V": xor_model().parameters["W1"]
         .repeat(100, 0).repeat(100, 1)[:200]},
        {"X": xor_model().data["X"].repeat(200, 1).repeat(50, 0)},
        hyper={"eta": 0.0}, update=xor_model().update,
    )  # fmt: skip
    it = Session(slow)
    player = playing(it, Speed("update", 2000))
    player.tick()
    assert 0 < it.run.position.update < 100


# The keys


def hold_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """No tick comes by itself: a test orders each."""
    monkeypatch.setattr(playback, "_SHORTEST", 3600.0)


async def ticks(app: TutorApp, pilot: Pilot[None], count: int) -> None:
    for _ in range(count):
        step_screen(app).tick()
        await pilot.pause()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_space_plays_and_pauses_and_the_speed_is_shown(
    language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold_the_clock(monkeypatch)
    it = session()
    app = app_on(it, language)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("space")
        await ticks(app, pilot, 3)
        assert it.run.position == (0, 3)
        assert "▶" in screen_rows(app)[-1]
        assert say("tui.speed-line", language, rate="2") in screen_rows(app)[-1]
        await pilot.press("full_stop")
        assert say("tui.speed-line", language, rate="4") in screen_rows(app)[-1]
        await pilot.press("comma", "comma", "comma", "comma")
        assert say("tui.slowest", language) not in screen_rows(app)[-1]
        await pilot.press("space")
        assert not step_screen(app).plays
        assert say("tui.paused", language) in screen_rows(app)[-1]
        await ticks(app, pilot, 2)
        assert it.run.position == (0, 3)
        await pilot.press("comma")
        assert say("tui.slowest", language) in screen_rows(app)[-1]


@pytest.mark.parametrize(
    "key", ["right", "left", "down", "up", "home", "end", "escape", "g", "question_mark", "u", "m", "ctrl+z", "ctrl+p"]
)
async def test_any_other_move_pauses(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hold_the_clock(monkeypatch)
    app = app_on(session())
    async with app.run_test(size=(100, 30)) as pilot:
        screen = step_screen(app)
        await pilot.press("space")
        await ticks(app, pilot, 2)
        played = screen.plays
        await pilot.press(key)
        await pilot.pause()
        assert (played, screen.plays) == (True, False)
        assert app.is_running


async def test_it_plays_by_itself_while_the_window_changes() -> None:
    it = session()
    app = app_on(it)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", *["full_stop"] * 6)
        for size in ((120, 36), (20, 5), (60, 18), (100, 30)):
            before = it.run.position
            await pilot.resize_terminal(*size)
            for _ in range(60):
                await asyncio.sleep(0.02)
                if it.run.position != before:
                    break
            assert it.run.position != before
        assert step_screen(app).plays
        await pilot.press("space")
        assert f"update {it.run.position.update}" in screen_text(app)


async def test_the_end_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_the_clock(monkeypatch)
    it = Session(xor_model(limit=2))
    app = app_on(it)
    async with app.run_test(size=(100, 30)) as pilot:
        it.travel(Place(1, 11))
        await pilot.press("space", *["full_stop"] * 5)
        await ticks(app, pilot, 1)
        assert say("tui.play-limit", "en", update="2") in screen_rows(app)[-1]
        assert not step_screen(app).plays

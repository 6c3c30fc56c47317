"""Home: choosing, searching, resuming, and the lessons that cannot be opened."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input, OptionList

from tests.tui.support import app_on, foot, screen_rows, screen_text, shipped, step_screen
from tutor.lesson.collection import Collection
from tutor.messages import LANGUAGES, Language, Message, say
from tutor.resources import assets_folder, lessons_folder
from tutor.tui.actions import ACTIONS
from tutor.tui.app import TutorApp
from tutor.tui.memory import Memory, Visit
from tutor.tui.screens.complaints import ComplaintsScreen
from tutor.tui.screens.help import HelpScreen
from tutor.tui.screens.home import HomeScreen
from tutor.tui.screens.step import StepScreen
from tutor.tui.screens.variants import VariantsScreen
from tutor.tui.screens.welcome import WelcomeScreen
from tutor.tui.surroundings import Surroundings


def remembering(folder: Path, language: Language = "en") -> TutorApp:
    """The application at home, with a memory in ``folder``."""
    return TutorApp(shipped(), language, surroundings=Surroundings(memory=Memory(folder)))


def opened(app: TutorApp) -> str:
    """The lesson that is open."""
    lesson = step_screen(app).session.lesson
    assert lesson is not None
    return lesson.id


def listed(app: TutorApp) -> list[str]:
    """The ids in the list."""
    return [option.id for option in app.screen.query_one(OptionList).options if option.id]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_lesson_is_listed_and_xor_is_chosen(language: Language) -> None:
    app = app_on(None, language)
    async with app.run_test(size=(120, 90)) as pilot:
        text = screen_text(app)
        assert all(head.title.say(language) in text for head in shipped().lessons)
        assert all(chapter.title.say(language) in text for chapter in shipped().chapters)
        await pilot.press("enter")
        await pilot.pause()
        assert opened(app) == "xor"


async def test_letters_and_jamo_choose_and_open() -> None:
    app = app_on()
    async with app.run_test() as pilot:
        await pilot.press("j", "ㅏ", "ㅓ", "k", "l")
        await pilot.pause()
        assert isinstance(app.screen, StepScreen)


async def test_the_page_follows_the_choice() -> None:
    app = app_on()
    async with app.run_test(size=(120, 36)) as pilot:
        ids = listed(app)
        following = next(head for head in shipped().lessons if head.id == ids[ids.index("xor") + 1])
        await pilot.press("down")
        await pilot.pause()
        assert f"· not yet · {following.minutes} min · {following.id}" in screen_text(app)


async def test_help_belongs_to_the_screen() -> None:
    app = app_on()
    async with app.run_test() as pilot:
        await pilot.press("question_mark")
        assert isinstance(app.screen, HelpScreen)
        assert say("tui.help-keys-home", "en") in screen_text(app)


async def test_the_language_is_switched_at_home() -> None:
    app = app_on()
    async with app.run_test() as pilot:
        await pilot.pause(0.1)
        before = screen_text(app)
        await pilot.press("f2")
        await pilot.pause()
        assert "역전파 튜터" in screen_text(app)
        await pilot.press("f2")
        await pilot.pause(0.1)
        assert screen_text(app) == before


async def test_a_click_opens() -> None:
    app = app_on()
    async with app.run_test(size=(100, 60)) as pilot:
        row = next(number for number, text in enumerate(screen_rows(app)) if "XOR that never learns" in text)
        await pilot.click(offset=(10, row))
        await pilot.pause()
        assert opened(app) == "xor-stuck"


async def test_the_wheel_scrolls() -> None:
    app = app_on()
    async with app.run_test(size=(80, 24)) as pilot:
        lessons = app.screen.query_one(OptionList)
        await pilot.pause()
        before = lessons.scroll_offset.y
        await pilot._post_mouse_events([_scroll_up()], lessons)
        await pilot.pause(0.3)
        assert lessons.scroll_offset.y < before


def _scroll_up() -> type:
    from textual.events import MouseScrollUp

    return MouseScrollUp


# The search

STUCK = ("x", "o", "r", "minus", *"stuck")  # an id that stands in no other lesson


async def test_the_list_follows_what_is_searched_for() -> None:
    app = app_on()
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("slash", *STUCK)
        await pilot.pause()
        assert listed(app) == ["xor-stuck"]
        await pilot.press(*["backspace"] * 6)
        await pilot.pause()
        assert len(listed(app)) > 1
        assert f"of {len(shipped().lessons)} lessons" in screen_text(app)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert opened(app) in [head.id for head in shipped().lessons if "XOR" in head.title.en]


async def test_escape_ends_a_search_and_keeps_the_choice() -> None:
    app = app_on()
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("slash", *STUCK, "escape")
        await pilot.pause()
        assert len(listed(app)) == len(shipped().lessons)
        assert not app.screen.query_one(Input).display
        assert foot(app).startswith("Enter open")
        await pilot.press("enter")
        await pilot.pause()
        assert opened(app) == "xor-stuck"


async def test_letters_that_are_keys_elsewhere_are_searched_for() -> None:
    app = app_on()
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("slash", "q", "j", "v", "d", "question_mark", "slash")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert app.screen.query_one(Input).value == "qjvd?/"
        assert listed(app) == []
        assert say("tui.home-found-none", "en") in screen_text(app)
        await pilot.press("enter", "down", "escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_after_a_lesson_the_whole_list_is_back() -> None:
    app = app_on()
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("slash", *STUCK, "enter")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert len(listed(app)) == len(shipped().lessons)


# Where one left off


async def test_the_first_start_greets_and_leads_into_xor(tmp_path: Path) -> None:
    app = remembering(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        assert isinstance(app.screen, WelcomeScreen)
        assert say("tui.welcome-begin", "en") in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert opened(app) == "xor"
        await pilot.press("right", "escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_greeting_is_one_screen_and_leads_home_too(tmp_path: Path, language: Language) -> None:
    app = remembering(tmp_path, language)
    async with app.run_test(size=(60, 18)) as pilot:
        text = screen_text(app)
        assert "".join(say("tui.welcome-begin", language).split()) in "".join(text.split())
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_what_was_left_is_gone_on_with_another_day(tmp_path: Path) -> None:
    first = remembering(tmp_path)
    async with first.run_test() as pilot:
        await pilot.press("enter", "down", "down", *["right"] * 5, "escape")
        await pilot.pause()
        assert f"1 of {len(shipped().lessons)} lessons done" in screen_text(first)
    second = remembering(tmp_path)
    async with second.run_test() as pilot:
        assert isinstance(second.screen, HomeScreen)
        second.open("xor")
        await pilot.pause()
        assert step_screen(second).session.run.position == (2, 5)
        assert foot(second).startswith(say("tui.resumed", "en", update="2", line=5)[:60])
        await pilot.press("home")
        assert step_screen(second).session.run.position == (0, 0)


async def test_what_was_begun_is_chosen_at_the_start(tmp_path: Path) -> None:
    Memory(tmp_path).keep("gates", Visit("begun", "2026-11-21", None, {"": {"update": 0, "line": 2}}))
    app = remembering(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        assert "go on" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert opened(app) == "gates"
        assert step_screen(app).session.run.position == (0, 2)


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_leaving_the_program_remembers_too(tmp_path: Path, key: str) -> None:
    app = remembering(tmp_path)
    async with app.run_test() as pilot:
        await pilot.press("enter", "right", "right", "right", key)
        await pilot.pause()
    assert Memory(tmp_path).memories.lessons["xor"].record["line"] == 3


async def test_theme_and_language_are_remembered(tmp_path: Path) -> None:
    app = remembering(tmp_path)
    async with app.run_test() as pilot:
        await pilot.press("f2", "f3")
        await pilot.pause()
        app.theme = "nord"  # as the palette does
        await pilot.pause()
    found = Surroundings(memory=Memory(tmp_path))
    assert found.language("en", asked=False) == "ko"
    again = TutorApp(shipped(), "en", surroundings=found)
    assert again.theme == "nord"


async def test_a_memory_that_is_damaged_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "memory.json").write_text("{", encoding="utf-8")
    app = remembering(tmp_path)
    async with app.run_test(size=(200, 30)) as pilot:
        await pilot.pause()
        said = say("tui.memory-damaged", "en", file=str(tmp_path / "memory.damaged.json"))
        assert foot(app).startswith(said[:60])
        await pilot.press("enter", "right", "escape")
        await pilot.pause()
        assert foot(app).startswith("Enter open")


async def test_a_home_that_cannot_be_written_to_costs_the_memory_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    app = remembering(tmp_path)
    monkeypatch.setattr("os.fsync", full)
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("enter", "right", "right", "escape")
        await pilot.pause()
        assert foot(app) == say("tui.memory-unwritable", "en", reason="No space left on device")
        await pilot.press("enter")
        await pilot.pause()
        assert step_screen(app).session.run.position == (0, 2)


# Variants


async def test_a_variant_is_chosen_and_opened() -> None:
    app = app_on()
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("ㅍ")
        await pilot.pause()
        assert isinstance(app.screen, VariantsScreen)
        await pilot.press("j", "enter")  # the lesson as it stands comes first
        await pilot.pause()
        it = step_screen(app).session
        assert it.lesson is not None
        assert it.variant == next(iter(it.lesson.variants))
        await pilot.press("right", "escape")
        await pilot.pause()
        await pilot.press("v", "enter")
        await pilot.pause()
        assert step_screen(app).session.variant is None


async def test_choosing_no_variant_stays_at_home() -> None:
    app = app_on()
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("v", "escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


# Lessons that cannot be opened


async def test_a_bad_lesson_is_listed_with_its_reason_and_the_others_open(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("format_version = 1\nid = [", encoding="utf-8")
    collection = Collection(lessons_folder(), assets_folder(), [tmp_path])
    app = TutorApp(collection, "en")
    async with app.run_test(size=(120, 90)) as pilot:
        assert "✗ broken.toml: " in screen_text(app)
        await pilot.press("end")
        await pilot.pause()
        complaint = collection.bad[0].complaints[0]
        assert f"broken.toml:{complaint.line}:{complaint.column}: error" in "".join(screen_text(app).split("\n"))
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, ComplaintsScreen)
        assert complaint.message.say("en") in screen_text(app)
        await pilot.press("escape", "home", "enter")
        await pilot.pause()
        step_screen(app)


async def test_a_lesson_that_went_bad_is_said_to_be_bad(tmp_path: Path) -> None:
    source = (lessons_folder() / "xor.toml").read_text(encoding="utf-8")
    file = tmp_path / "mine.toml"
    file.write_text(source.replace('id = "xor"', 'id = "mine"'), encoding="utf-8")
    collection = Collection(lessons_folder(), assets_folder(), [tmp_path])
    app = TutorApp(collection, "en")
    async with app.run_test(size=(120, 60)) as pilot:
        file.write_text("", encoding="utf-8")
        collection.reload(file)
        app.open("mine")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert not foot(app).startswith("Enter")


async def test_no_lesson_at_all(tmp_path: Path) -> None:
    app = TutorApp(Collection(tmp_path, tmp_path), "en")
    async with app.run_test() as pilot:
        assert "No lesson was found" in screen_text(app)
        await pilot.press("enter", "j", "k", "v", "slash", "a", "enter", "escape", "escape", "f2", "f4", "down")
        await pilot.pause()
        assert app.is_running


# Any window


@pytest.mark.parametrize("size", [(1, 1), (20, 5), (40, 12)])
async def test_a_small_window_at_home(size: tuple[int, int]) -> None:
    app = app_on()
    async with app.run_test(size=size) as pilot:
        await pilot.press("slash", "x", "escape", "pagedown", "pageup", "k", "enter")
        await pilot.pause()
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert isinstance(app.screen, StepScreen)


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (99, 30), (100, 30), (250, 80)])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_row_is_wider_than_the_window(size: tuple[int, int], language: Language) -> None:
    app = app_on(None, language)
    async with app.run_test(size=size) as pilot:
        for key in ("down", "slash", "x"):
            await pilot.press(key)
            await pilot.pause()
            strips = app.screen._compositor.render_strips()
            assert {strip.cell_length for strip in strips} == {size[0]}
            assert len(strips) == size[1]


async def test_a_sentence_stays_until_the_choice_moves() -> None:
    app = app_on()
    async with app.run_test() as pilot:
        app.tell(Message("tui.how-to-leave"))
        await pilot.pause()
        assert foot(app) == say("tui.how-to-leave", "en")
        await pilot.press("down")
        await pilot.pause()
        assert foot(app).startswith("Enter open")


async def test_what_is_chosen_is_seen_without_a_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = app_on()
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        row = next(number for number, text in enumerate(screen_rows(app)) if text.startswith("  · XOR with two"))
        styles = [segment.style for segment in app.screen._compositor.render_strips()[row] if "XOR" in segment.text]
        assert styles
        assert styles[0] is not None
        assert styles[0].underline


@pytest.mark.parametrize("seed", range(3))
async def test_any_key_in_any_order(tmp_path: Path, seed: int) -> None:
    draws = random.Random(seed)
    keys = [key for action in ACTIONS if action.where in ("home", "glossary", "anywhere") for key in action.all_keys]
    keys = [
        key for key in (*keys, *"abcxyz019", "home", "end", "backspace", "space") if key not in ("q", "ㅂ", "ctrl+q")
    ]
    app = remembering(tmp_path, draws.choice(LANGUAGES))
    async with app.run_test(size=(80, 24)) as pilot:
        driver = app._driver
        assert driver is not None
        for _ in range(12):
            for key in (draws.choice(keys) for _ in range(25)):
                driver.send_message(events.Key(key, key if len(key) == 1 else None))
            if draws.random() < 0.5:
                await pilot.resize_terminal(*draws.choice([(80, 24), (120, 36), (60, 18), (20, 5), (1, 1), (250, 80)]))
            await pilot.pause()
        assert app.is_running
    assert app.return_code in (None, 0)


async def test_a_palette_that_is_closed_before_it_is_shown_upsets_nothing() -> None:
    app = app_on()
    async with app.run_test() as pilot:
        app.action_palette()
        app.screen.dismiss()
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_one_comes_back_to_the_lesson_that_one_left_done_or_not_and_n_leads_to_the_next(tmp_path: Path) -> None:
    app = remembering(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "right_square_bracket")
        await pilot.pause()
        assert opened(app) == "xor"
        await pilot.press("escape")
        await pilot.pause()
        assert app.where == "home"
        await pilot.press("enter")
        await pilot.pause()
        assert opened(app) == "xor"
        await pilot.press("escape", "n", "enter")
        await pilot.pause()
        assert opened(app) == next(head.id for head in shipped().lessons if head.id != "xor")
        await pilot.press("right", "escape")
        await pilot.pause()
    app = remembering(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert opened(app) == next(head.id for head in shipped().lessons if head.id != "xor")


async def test_once_all_is_done_there_is_no_next_one(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    for head in shipped().lessons:
        memory.keep(head.id, Visit("done", "2026-11-30"))
    app = TutorApp(shipped(), "en", surroundings=Surroundings(memory=memory))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        await pilot.pause()
        assert foot(app) == say("tui.home-all-done", "en")


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 36)])
async def test_over_the_first_lesson_of_a_chapter_its_title_is_in_sight(size: tuple[int, int]) -> None:
    app = app_on(language="ko")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for keys in (("end", "home"), ("pagedown",) * 5 + ("pageup",) * 20, ("down",) * 20 + ("up",) * 20):
            await pilot.press(*keys)
            await pilot.pause()
            assert app.screen.query_one(OptionList).scroll_offset.y == 0, keys
            assert app.screen.query_one(OptionList).highlighted == 1
        first = shipped().chapters[0].title.say("ko")
        assert any(row.startswith(first) for row in [row.strip() for row in screen_rows(app)][:6])
        await pilot.press("end")
        listing = app.screen.query_one(OptionList)
        while listing.highlighted is not None and listing.highlighted > 1:
            await pilot.press("up")
            above = listing.options[(listing.highlighted or 1) - 1]
            if above.disabled:
                assert listing.scroll_offset.y <= (listing.highlighted or 1) - 1

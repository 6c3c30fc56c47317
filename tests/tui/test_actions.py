"""The one table of actions, and the keys in Hangul input mode."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest

from tutor.messages import LANGUAGES, Language, say
from tutor.tui.actions import ACTIONS, Where, actions_on, key_text
from tutor.tui.app import TutorApp
from tutor.tui.jamo import JAMO, as_typed, with_jamo
from tutor.tui.panels.help import help_page
from tutor.tui.panels.keys import keys
from tutor.tui.screens.bookmarks import BookmarksScreen
from tutor.tui.screens.branches import BranchesScreen
from tutor.tui.screens.choose import ChooseScreen
from tutor.tui.screens.compare import CompareScreen
from tutor.tui.screens.edit import EditScreen
from tutor.tui.screens.glossary import GlossaryScreen
from tutor.tui.screens.goto import GotoScreen
from tutor.tui.screens.help import HelpScreen
from tutor.tui.screens.home import HomeScreen
from tutor.tui.screens.listing import Listing, NamingListing
from tutor.tui.screens.map import MapScreen
from tutor.tui.screens.page import PageScreen
from tutor.tui.screens.progress import ProgressScreen
from tutor.tui.screens.quiz import QuizScreen
from tutor.tui.screens.quiz.menu import PracticeMenuScreen
from tutor.tui.screens.race import RaceScreen
from tutor.tui.screens.record import RecordScreen
from tutor.tui.screens.search import SearchScreen
from tutor.tui.screens.step import StepScreen
from tutor.tui.screens.until import UntilScreen
from tutor.tui.screens.variants import VariantsScreen
from tutor.tui.screens.welcome import WelcomeScreen
from tutor.tui.screens.why import WhyScreen

OWNERS: dict[Where, type] = {
    "anywhere": TutorApp, "step": StepScreen, "home": HomeScreen, "quiz": QuizScreen, "selecting": StepScreen,
    "timeline": StepScreen,
    "why": WhyScreen, "glossary": GlossaryScreen,
    "race": RaceScreen,
    "search": SearchScreen,
    "map": MapScreen,
    "page": PageScreen, "help": HelpScreen, "welcome": WelcomeScreen, "record": RecordScreen, "compare": CompareScreen,
    "practice": PracticeMenuScreen,
    "list": Listing, "choose": ChooseScreen, "branches": BranchesScreen, "bookmarks": BookmarksScreen,
    "variants": VariantsScreen, "naming": NamingListing,
    "goto": GotoScreen, "until": UntilScreen, "edit": EditScreen, "progress": ProgressScreen,
}  # fmt: skip

PLACES: tuple[Where, ...] = get_args(Where)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: f"{action.where}-{action.name}")
def test_every_action_can_be_carried_out(action: object) -> None:
    from tutor.tui.actions import Action

    assert isinstance(action, Action)
    assert callable(getattr(OWNERS[action.where], f"action_{action.name}"))


@pytest.mark.parametrize("where", PLACES)
def test_no_key_stands_for_two_actions_of_a_screen(where: Where) -> None:
    bound = [key for action in actions_on(where) for key in action.all_keys]
    assert sorted(bound) == sorted(set(bound))


@pytest.mark.parametrize("where", ["step", "home"])
def test_every_letter_answers_in_hangul_input_mode(where: Where) -> None:
    bound = {key for action in actions_on(where) for key in action.all_keys}
    letters = {key for key in bound if key in JAMO}
    assert letters
    assert {JAMO[key] for key in letters} <= bound


def test_jamo_of_keys() -> None:
    assert with_jamo(("g", "f1", "q")) == ("g", "ㅎ", "f1", "q", "ㅂ")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ㅎ", "g"),
        ("12/ㅇㅉ1[0,1]", "12/dW1[0,1]"),
        ("오", "dh"),
        ("ㅇㅋ2", "dz2"),
        ("480", "480"),
        ("ㅣ", "l"),
        ("닭", "ekfr"),
    ],
)
def test_an_address_typed_in_hangul(typed: str, meant: str) -> None:
    assert as_typed(typed) == ("ekfr" if typed == "닭" else meant)


@pytest.mark.parametrize(("where", "language"), list(product(["step", "home"], LANGUAGES)))
def test_the_foot_shows_keys_and_never_loses_help_and_quit(where: Where, language: Language) -> None:
    for width in (20, 40, 60, 80, 200):
        picture = keys(where, language, width)
        assert picture.height == 1
        assert picture.width <= width
        if width >= 40:
            assert f"? {say('tui.keys-help', language)}" in picture.plain()
            assert f"q {say('tui.keys-quit', language)}" in picture.plain()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("where", PLACES)
def test_the_help_names_every_action_with_every_key(where: Where, language: Language) -> None:
    text = help_page(language, 100, where).plain()
    for action in actions_on(where):
        assert say(f"tui.action-{action.slug}", language) in text
        assert all(key_text(key) in text for key in action.keys)


@pytest.mark.parametrize("where", ["quiz", "glossary", "goto", "until", "edit", "naming"])
def test_where_characters_are_text_help_and_leaving_have_keys_that_write_nothing(where: Where) -> None:
    keys_of = {action.name: action.keys for action in actions_on(where)}
    assert keys_of["help"] == ("f1",)
    assert keys_of["leave"] == ("ctrl+q",)


@pytest.mark.parametrize("where", PLACES)
def test_a_way_back_and_help_are_never_left_out_of_a_foot(where: Where) -> None:
    if where in ("anywhere", "quiz", "home", "step", "timeline", "map", "race", "search"):
        return  # those have a foot of their own, or one that says how to leave
    text = keys(where, "en", 60).plain()
    assert "Esc" in text or where == "progress"
    assert "help" in text or where == "help"


@pytest.mark.parametrize("width", [20, 40, 80, 120])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_keeps_to_its_columns(width: int, language: Language) -> None:
    assert help_page(language, width, "step").width <= max(width, 40)

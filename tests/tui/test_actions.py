"""The one table of actions, and the keys in Hangul input mode."""

from __future__ import annotations

from itertools import product

import pytest

from tutor.messages import LANGUAGES, Language, say
from tutor.tui.actions import ACTIONS, Where, actions_on, key_text
from tutor.tui.app import TutorApp
from tutor.tui.jamo import JAMO, as_typed, with_jamo
from tutor.tui.panels.help import help_page
from tutor.tui.panels.keys import keys
from tutor.tui.screens.glossary import GlossaryScreen
from tutor.tui.screens.home import HomeScreen
from tutor.tui.screens.map import MapScreen
from tutor.tui.screens.quiz import QuizScreen
from tutor.tui.screens.race import RaceScreen
from tutor.tui.screens.search import SearchScreen
from tutor.tui.screens.step import StepScreen
from tutor.tui.screens.why import WhyScreen

OWNERS: dict[Where, type] = {
    "anywhere": TutorApp, "step": StepScreen, "home": HomeScreen, "quiz": QuizScreen, "selecting": StepScreen,
    "timeline": StepScreen,
    "why": WhyScreen, "glossary": GlossaryScreen,
    "race": RaceScreen,
    "search": SearchScreen,
    "map": MapScreen,
}  # fmt: skip


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: f"{action.where}-{action.name}")
def test_every_action_can_be_carried_out(action: object) -> None:
    from tutor.tui.actions import Action

    assert isinstance(action, Action)
    assert callable(getattr(OWNERS[action.where], f"action_{action.name}"))


@pytest.mark.parametrize("where", ["step", "home", "quiz", "selecting", "timeline", "why", "race", "search"])
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
@pytest.mark.parametrize("where", ["step", "home", "quiz", "selecting", "timeline", "why", "race", "search"])
def test_the_help_names_every_action_with_every_key(where: Where, language: Language) -> None:
    text = help_page(language, 100, where).plain()
    for action in actions_on(where):
        assert say(f"tui.action-{action.slug}", language) in text
        assert all(key_text(key) in text for key in action.keys)


@pytest.mark.parametrize("width", [20, 40, 80, 120])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_keeps_to_its_columns(width: int, language: Language) -> None:
    assert help_page(language, width, "step").width <= max(width, 40)

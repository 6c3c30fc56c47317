"""All gradients of a pass beside the numeric ones, as a table on the screen."""

from __future__ import annotations

import pytest

from tests.tui.support import app_on, array, large_model, model, screen_text, session, step_screen
from tutor.engine.model import Model
from tutor.engine.rules import RULES
from tutor.engine.run import Run
from tutor.explain.checking import GradientTable
from tutor.explain.explainer import Explainer
from tutor.messages import LANGUAGES, Language, say
from tutor.tui.panels.gradients import gradients
from tutor.tui.screens.gradients import GradientsScreen
from tutor.tui.session import Session


def kinked() -> Model:
    """A ReLU that stands exactly at its corner."""
    return model(
        "h = relu(X @ w)\nL = mean((h - Y)**2)", {"w": array([0.0], [1.0])},
        {"X": array([1, 0], [1, 0]), "Y": array([1], [2])},
        hyper={"eta": 0.1}, update=RULES["sgd"],
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_parameter_with_its_verdict(language: Language) -> None:
    app = app_on(session(), language)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("c")
        await pilot.pause()
        assert isinstance(app.screen, GradientsScreen)
        text = screen_text(app)
        for name in ("∂L/∂W₁", "∂L/∂b₁", "∂L/∂W₂", "∂L/∂b₂"):
            assert name in text
        assert text.count(f"✓ {say('tui.check-agrees', language)}") == 4
        await pilot.press("escape")
        step_screen(app)


async def test_it_is_asked_while_selecting_too_and_in_any_pass() -> None:
    app = app_on(session())
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("down", "down", "enter", "c")
        await pilot.pause()
        assert "0/dW" not in screen_text(app)
        assert "2/dW1[" in screen_text(app)


async def test_a_lesson_without_gradients_says_so() -> None:
    gate = model("y = step(X @ w)", {"w": array(0.5, 0.5)}, {"X": array([0, 1], [1, 1])})
    app = app_on(Session(gate))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("c")
        await pilot.pause()
        assert say("tui.check-nothing", "en") in screen_text(app)


async def test_a_large_net_is_checked_in_slices_and_can_be_left() -> None:
    app = app_on(Session(large_model()))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("c")
        await pilot.pause()
        assert "/ 100,352" in screen_text(app)
        await pilot.press("escape")
        step_screen(app)


def test_a_kink_is_called_one() -> None:
    run = Run(kinked())
    table = GradientTable(Explainer(run), 0)
    assert table.work(lambda: True)
    (verdict,) = table.verdicts
    assert (verdict.mark, verdict.kinks, verdict.done) == ("∧", 1, 2)
    text = gradients(table, "en", 100, 4, lambda name: name).plain()
    assert "kink" in text
    assert "neither" in text


def test_a_wrong_derivation_is_found() -> None:
    from tutor.formula.parse import parse_expression

    wrong = model(
        "z = X @ w\nh = tanh(z)\nL = mean((h - Y)**2)", {"w": array([0.3], [-0.2])},
        {"X": array([1, 0.5], [0.2, 1]), "Y": array([1], [0])}, hyper={"eta": 0.1}, update=RULES["sgd"],
        wrong={"dz": parse_expression("dh * (1 - h)")},
    )  # fmt: skip
    table = GradientTable(Explainer(Run(wrong)), 0)
    table.work(lambda: True)
    assert table.verdicts[0].mark == "✗"
    assert "differs" in gradients(table, "en", 100, 4, lambda name: name).plain()

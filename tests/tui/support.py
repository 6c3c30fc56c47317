"""What the tests of the screen share: lessons to open, and the text that a screen shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from textual.app import App

from tutor.engine.model import Batches, Model
from tutor.engine.rules import RULES
from tutor.engine.run import Run
from tutor.formula.operations.operation import Array
from tutor.formula.parse import parse_program
from tutor.lesson.collection import Collection
from tutor.lesson.lesson import Lesson
from tutor.messages import Language
from tutor.resources import assets_folder, lessons_folder
from tutor.tui.app import TutorApp
from tutor.tui.moment import Moment
from tutor.tui.picture.text import Picture
from tutor.tui.screens.step import StepScreen
from tutor.tui.session import Place, Session
from tutor.tui.widgets.foot import Foot

XOR = """
z1 = X @ W1 + b1
h  = sigmoid(z1)
z2 = h @ W2 + b2
y  = sigmoid(z2)
L  = bce(y, Y)
"""
"""A lesson that no file can change; its names are those of the shipped one."""


def array(*rows: object) -> Array:
    """Rows, or numbers, as an array."""
    return np.array(rows if len(rows) != 1 else rows[0], dtype=np.float64)


def model(
    text: str, parameters: Mapping[str, Array], data: Mapping[str, Array] | None = None, **options: object
) -> Model:
    """A model of these formulas."""
    forward, problems = parse_program(text)
    assert not problems
    return Model(forward, data or {}, parameters, **options)  # type: ignore[arg-type]


def xor_model(eta: float = 2.0, **options: object) -> Model:
    """XOR 2-2-1 with the numbers of deck 000."""
    return model(
        XOR,
        {
            "W1": array([1.2, 1.4], [-1.0, -0.7]),
            "b1": array([-1.2, 0.8]),
            "W2": array([-0.8], [1.1]),
            "b2": array([-0.5]),
        },
        {"X": array([0, 0], [0, 1], [1, 0], [1, 1]), "Y": array([0], [1], [1], [0])},
        **{"hyper": {"eta": eta}, "update": RULES["sgd"], **options},
    )


def graph_model() -> Model:
    """J = 3 (a + b c): numbers only, and nothing is trained."""
    numbers = {"a": array(5.0), "b": array(3.0), "c": array(2.0)}
    return model("u = b * c\nv = a + u\nJ = 3 * v", {name: value.reshape(()) for name, value in numbers.items()})


def large_model() -> Model:
    """784-128-10 on 64 rows."""
    draws = np.random.default_rng(7)
    return model(
        "z1 = X @ W1 + b1\nh = relu(z1)\nz2 = h @ W2 + b2\np = softmax(z2)\nL = cross_entropy(p, T)",
        {
            "W1": draws.normal(0, 0.05, (784, 128)),
            "b1": np.zeros(128),
            "W2": draws.normal(0, 0.1, (128, 10)),
            "b2": np.zeros(10),
        },
        {"X": draws.random((64, 784)), "T": np.eye(10)[draws.integers(0, 10, 64)]},
        hyper={"eta": 0.01},
        update=RULES["sgd"],
    )


def batched_model() -> Model:
    """XOR in mini-batches of three: the last one of an epoch has one row, so that shapes change from pass to pass."""
    return xor_model(batches=Batches(("X", "Y"), 3, seed=1))


@cache
def shipped() -> Collection:
    """The lessons that ship, and nobody's own."""
    return Collection(lessons_folder(), assets_folder())


def lesson(name: str) -> Lesson:
    """A shipped lesson."""
    found = shipped().find(name).lesson
    assert found is not None
    return found


def session(name: str = "xor", variant: str | None = None) -> Session:
    """A shipped lesson, opened."""
    return Session(lesson(name).model(variant), lesson(name), variant)


def moment_at(opened: Session, update: int, line: int, language: Language = "en") -> Moment:
    """The moment at a position of a session."""
    while not opened.travel(Place(update, line)):
        pass
    assert opened.run.position == (update, line)
    return Moment(opened, language)


def value(run: Run, name: str) -> Array:
    """A value that has been computed."""
    array = run.value(name)
    assert array is not None
    return array


def app_on(opened: Session | None = None, language: Language = "en") -> TutorApp:
    """The application, opened on a session; without one, at home."""
    return TutorApp(shipped(), language, opened)


def step_screen(app: App[None]) -> StepScreen:
    """The step screen that is shown."""
    screen = app.screen
    assert isinstance(screen, StepScreen)
    return screen


def screen_rows(app: App[None]) -> list[str]:
    """The text of each row of the screen, as it stands in the terminal."""
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


def screen_text(app: App[None]) -> str:
    """The text of the whole screen."""
    return "\n".join(screen_rows(app)) + "\n"


def foot(app: App[None]) -> str:
    """What stands at the foot of the screen, in as many rows as it takes there."""
    region = app.screen.query_one(Foot).region
    return " ".join(row.strip() for row in screen_rows(app)[region.y : region.bottom])


def text_of(rows: Sequence[object] | Picture) -> list[str]:
    """The rows of a picture as text."""
    picture = rows if isinstance(rows, Picture) else Picture(tuple(rows))  # type: ignore[arg-type]
    return picture.plain().split("\n")

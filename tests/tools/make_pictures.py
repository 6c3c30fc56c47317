"""Make the README's pictures, from the program itself.

    python tests/tools/make_pictures.py        # writes assets/pictures/*.svg

Each is a screen after some keys. They are looked at, not compared: fonts and Textual's own drawing may change.
"""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from tutor.lesson.collection import Collection
from tutor.messages import Language
from tutor.resources import assets_folder, lessons_folder

PICTURES = assets_folder() / "pictures"


@dataclass(frozen=True, slots=True)
class Picture:
    """A screen to be made: which lesson (None: home), and the keys that lead there."""

    name: str
    lesson: str | None
    keys: tuple[str, ...] = ()
    language: Language = "en"
    size: tuple[int, int] = (120, 36)
    light: bool = False


_ANSWERS = "0.2315 0.6900 0.09975 0.5250 0.5 0.9002 0.7311 0.8176"
"""One of them is σ(1) in place of σ(−1)."""


def _typed(answers: str) -> tuple[str, ...]:
    """The keys that write answers into one blank after the other."""
    return tuple(key for number, text in enumerate(answers.split()) for key in (*(["tab"] if number else []), *text))


WANTED = (
    Picture("home", None),
    Picture("forward", "xor", ("right",) * 3),
    Picture("backward", "xor", ("right_square_bracket",) * 3 + ("right",) * 10),
    Picture("why", "xor", ("right",) * 7 + ("enter", "enter")),
    Picture("marked", "xor", ("right", "t", *_typed(_ANSWERS), "enter"), size=(100, 24)),
    Picture("contours", "optimisers", ("right_square_bracket",) * 12),
    Picture("korean", "xor", ("right_square_bracket",) * 3 + ("right",) * 10, language="ko"),
    Picture("light", "two-outputs", ("right",) * 9, light=True),
)


async def make(picture: Picture) -> Path:
    """Make one picture and say where it is."""
    from tutor.tui.app import LIGHT, TutorApp  # after main() has set the surroundings that Textual reads on import
    from tutor.tui.screenshot import spaced
    from tutor.tui.session import Session

    lessons = Collection(lessons_folder(), assets_folder(), [])
    session = None
    if picture.lesson is not None:
        lesson = lessons.find(picture.lesson).lesson
        if lesson is None:
            raise SystemExit(picture.lesson)
        session = Session(lesson.model(), lesson)
    app = TutorApp(lessons, picture.language, session)
    async with app.run_test(size=picture.size) as pilot:
        if picture.light:
            app.theme = LIGHT
        await pilot.pause(0.3)
        for key in picture.keys:
            await pilot.press(key)
            await pilot.pause()
        await pilot.pause(0.3)
        file = PICTURES / f"{picture.name}.svg"
        file.write_text(spaced(app.export_screenshot(title="tutor")), encoding="utf-8")
    return file


def main() -> int:
    """Make them all, in colours whatever the surroundings say."""
    for variable in ("NO_COLOR", "TEXTUAL_THEME"):
        os.environ.pop(variable, None)
    PICTURES.mkdir(parents=True, exist_ok=True)
    for picture in WANTED:
        print(asyncio.run(make(picture)))
    return 0


if __name__ == "__main__":
    sys.exit(main())

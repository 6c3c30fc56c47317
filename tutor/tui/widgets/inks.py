"""Which colour and weight each role has, in any theme.

Worked out here, once a theme, and not by style sheets: those would be applied to every role of every widget, which took
longer than everything else that stands before the first paint.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rich.style import Style
from textual.color import Color

from tutor.tui.picture.text import Role

FOREGROUND = "foreground"


class Ink(NamedTuple):
    """How a role is written.

    Attributes:
        colour: a variable of the theme, or a pair of colours for dark and light themes.
        strength: how far the colour stands out from the background.
        weight: attributes that say the same where there is no colour.
    """

    colour: str | tuple[str, str] = FOREGROUND
    strength: float = 1.0
    weight: str = ""


# Numbers: a blue and an orange that differ in lightness too, for those who see red and green alike. The minus sign and
# the digits say the same without them.
INKS: Mapping[Role, Ink] = {
    "plain": Ink(),
    "dim": Ink(strength=0.6),
    "strong": Ink(weight="bold"),
    "title": Ink(weight="bold"),
    "position": Ink(strength=0.8),
    "name": Ink(weight="bold"),
    "sign": Ink(strength=0.8),
    "bracket": Ink(strength=0.5),
    "label": Ink(strength=0.7),
    "done": Ink(strength=0.85),
    "current": Ink(weight="bold reverse"),
    "coming": Ink(strength=0.5),
    "new": Ink("text-success", weight="bold"),
    "missing": Ink(strength=0.5),
    "zero": Ink(strength=0.6),
    "plus1": Ink(("#7297b3", "#4d7390")),
    "plus2": Ink(("#6db3e6", "#1b6aa8")),
    "plus3": Ink(("#9ad4ff", "#00407a")),
    "minus1": Ink(("#b09070", "#8f6b4a")),
    "minus2": Ink(("#e09b4f", "#a85200")),
    "minus3": Ink(("#ffbe6b", "#7d3300")),
    "lost": Ink("text-error", weight="bold reverse"),
    "selected": Ink(weight="bold reverse"),
    "read": Ink(("#d3a6ff", "#6f2da8"), weight="bold reverse"),
    "reader": Ink(("#d3a6ff", "#6f2da8"), weight="bold underline"),
    "asked": Ink(weight="bold underline"),
    "key": Ink("text-accent", weight="bold"),
    "key-text": Ink(strength=0.8),
    "message": Ink(weight="bold"),
    "warning": Ink("text-warning", weight="bold"),
    "right": Ink("text-success", weight="bold"),
    "wrong": Ink("text-error", weight="bold"),
    "follows": Ink("text-warning", weight="bold"),
    "caret": Ink(weight="reverse"),
    "axis": Ink(strength=0.45),
    # The colours of Okabe and Ito, which all kinds of eyes tell apart; those for light grounds are darker.
    "curve1": Ink(("#56b4e9", "#0060a0")),
    "curve2": Ink(("#e69f00", "#a05a00")),
    "curve3": Ink(("#2fc79a", "#007050")),
    "curve4": Ink(("#e58fc0", "#a03070")),
    "curve5": Ink(("#f0e442", "#6f6500")),
    "curve6": Ink(("#ff8a4c", "#b84300")),
    "area1": Ink(("#e69f00", "#a05a00"), strength=0.55),
    "area2": Ink(("#e69f00", "#a05a00"), strength=0.4),
    "area3": Ink(strength=0.3),
    "area4": Ink(("#56b4e9", "#0060a0"), strength=0.4),
    "area5": Ink(("#56b4e9", "#0060a0"), strength=0.55),
    "area6": Ink(("#2fc79a", "#007050"), strength=0.5),
    "rule": Ink(strength=0.3),
}

_ANSI: Mapping[str, str] = {
    "text-success": "green",
    "text-error": "red",
    "text-accent": "magenta",
    "text-warning": "magenta",
}
"""The terminal's own colours, where a theme leaves the colours to the terminal."""

_ANSI_SIGNS: Mapping[Role, str] = {
    "plus1": "blue", "plus2": "blue", "plus3": "bold blue", "minus1": "red", "minus2": "red", "minus3": "bold red",
    "curve1": "blue", "curve2": "yellow", "curve3": "green", "curve4": "magenta", "curve5": "cyan", "curve6": "red",
    "area1": "yellow", "area2": "dim yellow", "area4": "dim blue", "area5": "blue", "area6": "green",
}  # fmt: skip

_FAINT = 0.65
"""Strengths below it are written dim where colours cannot be mixed."""


def rich_style(role: Role, variables: Mapping[str, str], background: Color, *, dark: bool, ansi: bool) -> Style:
    """The style of a role on ``background``.

    Args:
        variables: of the theme.
        ansi: whether the theme uses the terminal's own colours, which cannot be mixed.
    """
    ink = INKS[role]
    if ansi:
        return _ansi_style(role, ink)
    name = ink.colour if isinstance(ink.colour, str) else ink.colour[0 if dark else 1]
    colour = Color.parse(variables.get(name, name))
    mixed = background.blend(colour, ink.strength * colour.a, 1.0)
    weights = ink.weight.split()
    return Style(
        color=mixed.rich_color, bgcolor=background.rich_color, bold="bold" in weights, reverse="reverse" in weights,
        underline="underline" in weights,
    )  # fmt: skip


def _ansi_style(role: Role, ink: Ink) -> Style:
    if role in _ANSI_SIGNS:
        return Style.parse(_ANSI_SIGNS[role])
    colour = _ANSI.get(ink.colour, "default") if isinstance(ink.colour, str) else "default"
    faint = " dim" if ink.strength < _FAINT else ""
    return Style.parse(f"{ink.weight} {colour}{faint}")

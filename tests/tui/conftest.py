"""The same surroundings for every test of the screen, whatever the terminal is that they run in."""

from __future__ import annotations

import os

for variable in ("NO_COLOR", "TEXTUAL_THEME", "TEXTUAL_ANIMATIONS", "TUTOR_LANG"):
    os.environ.pop(variable, None)  # before Textual is imported, which looks at them then

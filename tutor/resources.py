"""Where the program's files are: the lessons and data sets that ship with it, and the learner's own folder."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def lessons_folder() -> Path:
    """The lessons that ship: the top of the repository in a checkout, inside the package once installed."""
    return _shipped("lessons")


def assets_folder() -> Path:
    """The data sets and pictures that ship, from which a lesson may read."""
    return _shipped("assets")


def user_data_folder() -> Path:
    r"""The folder of this user's own lessons and records, where the system keeps such things. It may not exist yet.

    On Linux ``~/.local/share/backprop-tutor`` (or below ``XDG_DATA_HOME``), on macOS
    ``~/Library/Application Support/backprop-tutor``, on Windows ``%LOCALAPPDATA%\backprop-tutor``.
    """
    import platformdirs  # late: `tutor --version` needs no folder

    return platformdirs.user_data_path("backprop-tutor", appauthor=False)


def user_lessons_folder() -> Path:
    """The folder in which a learner's own lessons are found without being asked for. It may not exist yet."""
    return user_data_folder() / "lessons"


def settings_file() -> Path:
    r"""The learner's settings, where the system keeps such things. Nobody needs one, and nothing makes it.

    On Linux ``~/.config/backprop-tutor/settings.toml`` (or below ``XDG_CONFIG_HOME``), on macOS
    ``~/Library/Application Support/backprop-tutor``, on Windows ``%LOCALAPPDATA%\backprop-tutor``.
    """
    import platformdirs  # late: as above

    return platformdirs.user_config_path("backprop-tutor", appauthor=False) / "settings.toml"


def user_cache_folder() -> Path:
    r"""The folder for what can be made again, where the system keeps such things. It may not exist yet.

    On Linux ``~/.cache/backprop-tutor`` (or below ``XDG_CACHE_HOME``), on macOS ``~/Library/Caches/backprop-tutor``,
    on Windows ``%LOCALAPPDATA%\backprop-tutor\Cache``.
    """
    import platformdirs  # late: as above

    return platformdirs.user_cache_path("backprop-tutor", appauthor=False)


def _shipped(name: str) -> Path:
    # A wheel carries the folder inside the package (pyproject.toml, force-include); a checkout has it beside.
    installed = _PACKAGE / f"_{name}"
    return installed if installed.is_dir() else _PACKAGE.parent / name

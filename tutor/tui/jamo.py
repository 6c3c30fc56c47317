"""Which letter a key gives while the keyboard is in Hangul input mode (두벌식, the standard layout)."""

from __future__ import annotations

_LATIN = "qwertyuiopasdfghjklzxcvbnm"
_HANGUL = "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ"
JAMO = dict(zip(_LATIN, _HANGUL, strict=True))
"""The jamo on the key of each letter."""


def with_jamo(keys: tuple[str, ...]) -> tuple[str, ...]:
    """``keys``, each single letter followed by the jamo of the same key, so that they answer in either mode.

    >>> with_jamo(("right", "l"))
    ('right', 'l', 'ㅣ')
    """
    return tuple(name for key in keys for name in ((key, JAMO[key]) if key in JAMO else (key,)))

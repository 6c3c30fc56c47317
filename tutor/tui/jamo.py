"""Which letter a key gives while the keyboard is in Hangul input mode (두벌식, the standard layout)."""

from __future__ import annotations

_LATIN = "qwertyuiopasdfghjklzxcvbnm"
_HANGUL = "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ"
JAMO = dict(zip(_LATIN, _HANGUL, strict=True))
"""The jamo on the key of each letter."""

_SHIFTED = dict(zip("QWERTOP", "ㅃㅉㄸㄲㅆㅒㅖ", strict=True))
_ON = {**JAMO, **_SHIFTED}


def with_jamo(keys: tuple[str, ...]) -> tuple[str, ...]:
    """``keys``, each single letter followed by the jamo of the same key, so that they answer in either mode.

    >>> with_jamo(("right", "l", "Q"))
    ('right', 'l', 'ㅣ', 'Q', 'ㅃ')
    """
    return tuple(name for key in keys for name in ((key, _ON[key]) if key in _ON else (key,)))


_KEY = {jamo: letter for letter, jamo in (*JAMO.items(), *_SHIFTED.items())}

_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = (
    *("ㅏ", "ㅐ", "ㅑ", "ㅒ", "ㅓ", "ㅔ", "ㅕ", "ㅖ", "ㅗ", "ㅗㅏ", "ㅗㅐ", "ㅗㅣ", "ㅛ", "ㅜ", "ㅜㅓ", "ㅜㅔ", "ㅜㅣ"),
    *("ㅠ", "ㅡ", "ㅡㅣ", "ㅣ"),
)
_TAILS = (
    *("", "ㄱ", "ㄲ", "ㄱㅅ", "ㄴ", "ㄴㅈ", "ㄴㅎ", "ㄷ", "ㄹ", "ㄹㄱ", "ㄹㅁ", "ㄹㅂ", "ㄹㅅ", "ㄹㅌ", "ㄹㅍ", "ㄹㅎ"),
    *("ㅁ", "ㅂ", "ㅂㅅ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅊ", "ㅋ", "ㅌ", "ㅍ", "ㅎ"),
)
_FIRST, _LAST = ord("가"), ord("힣")


def as_typed(text: str) -> str:
    """The Latin letters on the keys with which ``text`` was typed in Hangul input mode; other characters stay.

    >>> as_typed("12/ㅇㅉ2"), as_typed("오")
    ('12/dW2', 'dh')
    """
    return "".join(_KEY.get(jamo, jamo) for character in text for jamo in _taken_apart(character))


def _taken_apart(character: str) -> str:
    """A syllable as the jamo of the keys that make it."""
    number = ord(character) - _FIRST
    if not 0 <= number <= _LAST - _FIRST:
        return character
    lead, rest = divmod(number, len(_VOWELS) * len(_TAILS))
    vowel, tail = divmod(rest, len(_TAILS))
    return _LEADS[lead] + _VOWELS[vowel] + _TAILS[tail]

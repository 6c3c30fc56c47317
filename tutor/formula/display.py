"""How names are shown to a reader: ``W1`` as W₁, ``dW1`` as ∂L/∂W₁, ``yhat`` as ŷ."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

_GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "eps": "ε", "epsilon": "ε", "eta": "η", "theta": "θ",
    "lam": "λ", "mu": "μ", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "omega": "ω",
}  # fmt: skip
_LATEX = {sign: f"\\{name}" for name, sign in _GREEK.items()} | {"λ": r"\lambda", "ε": r"\epsilon"}
_VARIANCE = "σ2"
"""``sigma2`` is the square of σ, not the second one."""
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_PARTS = re.compile(r"(?P<stem>[A-Za-z]+?)(?P<hat>hat)?_?(?P<digits>\d*)(?P<rest>_\w*)?")


def superscript(exponent: int) -> str:
    """``exponent`` in raised digits.

    >>> superscript(-2)
    '⁻²'
    """
    return str(exponent).translate(_SUPERSCRIPTS)


def display_name(name: str, gradients: Collection[str] = (), of: str = "L") -> str:
    """``name`` in Unicode mathematics.

    ``gradients`` are the names in it that are gradients (``dW1``); only those are written as ∂L/∂…, since a lesson may
    call a plain value ``d1``. ``of`` is the name of what is differentiated.

    >>> [display_name(name, {"dW1"}) for name in ("W1", "dW1", "yhat", "W1.v", "beta2")]
    ['W₁', '∂L/∂W₁', 'ŷ', 'W₁.v', 'β₂']
    """
    owner, dot, state = name.partition(".")
    if name in gradients:
        return f"∂{display_name(of)}/∂{display_name(name[1:])}"
    return _plain(owner) + dot + (_plain(state) if state else "")


def latex_name(name: str, gradients: Collection[str] = (), of: str = "L") -> str:
    r"""``name`` in LaTeX.

    >>> latex_name("dW1", {"dW1"}), latex_name("yhat"), latex_name("eta")
    ('\\frac{\\partial L}{\\partial W_{1}}', '\\hat{y}', '\\eta')
    """
    if name in gradients:
        return rf"\frac{{\partial {latex_name(of)}}}{{\partial {latex_name(name[1:])}}}"
    owner, _, state = name.partition(".")
    if state:
        return f"{latex_name(state)}_{{{latex_name(owner)}}}"
    match = _PARTS.fullmatch(name)
    if match is None:
        return rf"\mathit{{{name.replace('_', chr(92) + '_')}}}"
    if match["stem"] + match["digits"] == "sigma2":
        return rf"\sigma^{{2}}{'_{' + match['rest'][1:] + '}' if match['rest'] else ''}"
    stem = _GREEK.get(match["stem"], match["stem"])
    stem = _LATEX.get(stem, stem if len(stem) == 1 else rf"\mathit{{{stem}}}")
    stem = rf"\hat{{{stem}}}" if match["hat"] else stem
    below = match["digits"] + (match["rest"] or "").replace("_", r"\_")
    return f"{stem}_{{{below}}}" if below else stem


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    match = _PARTS.fullmatch(name)
    if match is None:
        return name
    stem = _GREEK.get(match["stem"], match["stem"])
    if match["hat"]:
        stem = "ŷ" if stem == "y" else stem + "\N{COMBINING CIRCUMFLEX ACCENT}"
    if stem + match["digits"] == _VARIANCE:
        return "σ²" + (match["rest"] or "")
    return stem + match["digits"].translate(_SUBSCRIPTS) + (match["rest"] or "")

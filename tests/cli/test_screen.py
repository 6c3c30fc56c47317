"""``tutor [LESSON]``: what is refused before the screen is opened."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("xr",), "did you mean 'xor'?"),
        (("lst",), "did you mean 'tutor list'?"),
        (("xor", "--at", "12//dW2"), "12//dW2"),
        (("xor", "--at", "12/dW9"), "no value 'dW9'; there is: dW"),
        (("apples-and-oranges", "--at", "3/a"), "--at"),
        (("apples-and-oranges", "--at", "3"), "no pass 3"),
        (("xor", "--variant", "none"), "none"),
        (("--at", "12/dW2"), "--at needs a LESSON"),
        (("--variant", "stuck"), "--variant needs a LESSON"),
        (("xor", "two-outputs"), "unrecognized arguments: two-outputs"),
        (("--variant", "stuck", "show", "xor"), "unrecognized arguments: xor"),
        (("xor", "--json"), "unrecognized arguments: --json"),
        (("xor", "--at", "12/dW2"), "needs a terminal"),
        ((), "needs a terminal"),
    ],
)
def test_refusals(run: Run, words: tuple[str, ...], complaint: str) -> None:
    ran = run(*words)
    assert (ran.code, ran.out) == (2, "")
    assert complaint in ran.err
    assert len(ran.err.splitlines()) == 1

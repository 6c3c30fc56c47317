"""Whatever is typed after `tutor`: an exit code that the README names, and never a traceback."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.conftest import Run
from tutor.cli import main
from tutor.cli.command import NAMES

OPTIONS = [
    "--lang", "--lessons", "--json", "--update", "--updates", "--name", "--until", "--rule", "--set", "--variant",
    "--parameters", "--at", "--id", "--file", "--loss", "--output", "--activation", "--version", "--help", "--", "-x",
]  # fmt: skip
VALUES = [
    "xor", "optimisers", "apples-and-oranges", "ko", "en", ".", "", "3", "-1", "1e9", "L < 0.5", "L <", "dW2", "eta=1",
    "eta=1e300", "sgd", "adam", "W = W * g", "12/dW2", "0/", "2-3-1", "2-2", "softmax", "bce", "stuck", "\x00", "가",
    "\udcff", "a/b.toml", "*", "=",
]  # fmt: skip
WORDS = st.lists(st.one_of(st.sampled_from(OPTIONS), st.sampled_from(VALUES), st.text(max_size=8)), max_size=6)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(command=st.sampled_from([*NAMES, ""]), words=WORDS)
def test_no_words_end_in_a_traceback(
    command: str, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()) as err:
        code = main([*([command] if command else []), *words])
    assert code in {0, 1, 2}
    assert bool(err.getvalue()) == (code == 2) or command == "check"


@pytest.mark.parametrize(
    "name", ["\x00", "\udcff", "a" * 300, "a" * 5000, "~nobody/x", ".", "/dev/null/x", "/dev/null"]
)
def test_no_name_of_a_file_ends_in_a_traceback(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for words in (
        ("new", "2-3-1", "--file", f"{name}/x"), ("check", name), ("show", f"{name}.toml"), ("list", "--lessons", name),
        ("show", "xor", "--parameters", name), ("show", "xor", "--parameters", f"{name}.npz"),
    ):  # fmt: skip
        assert run(*words).code == 2 or name == "."

"""How the program starts and ends: what it imports, and what it does about streams that are not as they should be."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Run
from tutor import __version__

HEAVY = {"numpy", "textual", "rich"}


def modules_imported(run: Run, *words: str) -> set[str]:
    """The top-level packages that a command has imported when it ends, as ``python -X importtime`` lists them."""
    lines = run(*words, python=("-X", "importtime")).err.splitlines()
    names = {line.rpartition("|")[2].strip().partition(".")[0] for line in lines if line.startswith("import time:")}
    assert "tutor" in names
    return names


@pytest.mark.parametrize("words", [("--version",), ("--help",), ("show", "--help"), ("--lang", "ko", "train", "-h")])
def test_a_first_answer_imports_nothing_heavy(start: Run, words: tuple[str, ...]) -> None:
    assert modules_imported(start, *words) & HEAVY == set()


def test_listing_imports_neither_arrays_nor_screen(start: Run) -> None:
    assert modules_imported(start, "list") & HEAVY == set()


def test_version(start: Run) -> None:
    ran = start("--version")
    assert (ran.code, ran.out, ran.err) == (0, f"tutor {__version__}\n", "")


def test_without_a_terminal_the_screen_is_not_started(start: Run) -> None:
    for words in ((), ("xor",)):
        ran = start(*words)
        assert (ran.code, ran.out) == (2, "")
        assert "needs a terminal" in ran.err
        assert len(ran.err.splitlines()) == 1


def shell(script: str, tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", script.replace("tutor", f"{sys.executable} -m tutor")],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    ran = shell("tutor show xor --json | head -c 5; exit ${PIPESTATUS[0]}", tmp_path)
    assert ran.stderr == ""
    assert ran.returncode in {0, 141}  # 0 where the pipe held everything before its reader left


def test_a_pipe_that_was_closed_before(tmp_path: Path) -> None:
    ran = shell("(sleep 0.5; tutor list) | true; exit ${PIPESTATUS[0]}", tmp_path)
    assert (ran.stderr, ran.returncode) == ("", 141)


def test_a_closed_output_is_said(tmp_path: Path) -> None:
    ran = shell("tutor list >&-", tmp_path)
    assert ran.returncode == 2
    assert "standard output is closed" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_both_outputs_closed(tmp_path: Path) -> None:
    ran = shell("tutor list >&- 2>&-", tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")


def test_a_closed_input_is_no_matter(tmp_path: Path) -> None:
    ran = shell("tutor --version <&-", tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert shell("tutor <&-", tmp_path).returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("words", ["--version", "--help", "list", "show xor --json"])
def test_a_full_disk_is_said(tmp_path: Path, words: str) -> None:
    ran = shell(f"tutor {words} >/dev/full", tmp_path)
    assert ran.returncode == 2
    assert "No space left" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_a_terminal_that_cannot_write_korean_gets_english(tmp_path: Path) -> None:
    ran = shell("tutor --lang ko list", tmp_path, PYTHONIOENCODING="ascii")
    assert ran.returncode == 0
    assert "XOR" in ran.stdout
    assert "???" not in ran.stdout
    assert ran.stdout.isascii()


def test_an_encoding_that_nobody_knows_more_than_ascii_of(tmp_path: Path) -> None:
    ran = shell("tutor show xor", tmp_path, PYTHONIOENCODING="ascii:strict")
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for another process there")
def test_ctrl_c_ends_without_a_traceback(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tutor", "train", "xor", "--until", "L < -1", "--updates", "100000000"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert "Stopped by hand at update" in out + err


def test_what_is_painted_first_needs_no_arrays() -> None:
    program = "import sys, tutor.tui.start; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0

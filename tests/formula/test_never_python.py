"""A lesson is a stranger's text: nothing in it is ever evaluated as Python."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import tutor
from tutor.formula.evaluate import evaluate
from tutor.formula.parse import parse_expression, parse_program
from tutor.formula.problems import FormulaError

ATTACKS = [
    "__import__('os').system('touch {file}')",
    "open({file!r}, 'w')",
    "exec('x')",
    "(lambda: 0)()",
    "[c for c in ().__class__.__base__.__subclasses__()]",
    "x.__class__.__mro__",
    "x.__array_function__",
    "sum.__globals__",
    "f'{open}'",
    "(x := 1)",
    "globals()",
    "getattr(x, 'T')",
    "sum(x, axis=__import__('os'))",
    "x[__import__('os')]",
    "reshape(x, open)",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_refused_and_has_no_effect(attack: str, tmp_path: Path) -> None:
    file = tmp_path / "touched"
    text = attack.replace("{file}", str(file)).replace("{file!r}", repr(str(file)))
    with pytest.raises(FormulaError):
        parse_expression(text)
    lines, problems = parse_program(f"h = {text}")
    assert not lines
    assert problems
    assert not file.exists()


@pytest.mark.parametrize("name", ["os", "__builtins__", "np", "tutor"])
def test_a_python_name_means_nothing(name: str) -> None:
    with pytest.raises(FormulaError):
        evaluate(parse_expression(name), {})


FORBIDDEN = {"eval", "exec", "compile", "__import__", "globals", "locals", "vars", "breakpoint"}
FORBIDDEN_MODULES = {"pickle", "marshal", "shelve", "runpy", "code", "codeop", "ctypes"}


@pytest.mark.parametrize("file", sorted(Path(tutor.__file__).parent.rglob("*.py")), ids=lambda file: file.name)
def test_the_program_has_no_way_to_run_text(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in FORBIDDEN, f"{file.name}:{node.lineno}"
        if isinstance(node, ast.Import):
            assert not FORBIDDEN_MODULES & {alias.name.split(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert (node.module or "").split(".")[0] not in FORBIDDEN_MODULES
        if isinstance(node, ast.keyword) and node.arg == "allow_pickle":
            assert isinstance(node.value, ast.Constant)
            assert node.value.value is False

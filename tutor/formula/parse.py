"""Text to tree.

A formula is written in Python's expression syntax and read by Python's own parser, but never evaluated by it: the
syntax tree is walked against the list of things a formula may be, and everything else is refused with a remedy.
"""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from tutor.formula import limits
from tutor.formula.operations import OPERATIONS, SPELLINGS, Operation
from tutor.formula.problems import FormulaError, Place, Problem, error, nearest, problem
from tutor.formula.tree import Apply, Expr, Name, Number, Option

_BINARY: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "divide",
    ast.MatMult: "matmul",
    ast.Pow: "power",
}
_COMPARISON: dict[type[ast.cmpop], str] = {
    ast.Lt: "less",
    ast.LtE: "less_equal",
    ast.Gt: "greater",
    ast.GtE: "greater_equal",
    ast.Eq: "equal",
    ast.NotEq: "not_equal",
}
_UNARY: dict[type[ast.unaryop], str] = {ast.USub: "negative", ast.Not: "not"}
_BOOLEAN: dict[type[ast.boolop], str] = {ast.And: "and", ast.Or: "or"}
_ASSIGNS = re.compile(r"(?<![=!<>*/+\-@%&|^])=(?!=)")
_AUGMENTED = re.compile(r"\s*[A-Za-z_]\w*\s*(\*\*|[-+*/@%&|^])=")
_NAME = re.compile(r"[A-Za-z]\w*", re.ASCII)
_LIBRARIES = ("np", "numpy", "math", "torch", "torch.nn.functional", "F", "tf", "jnp")
"""What the operations of other languages are called through."""

_SHOWN = 40
"""Characters of a stranger's formula that a complaint repeats."""

_REMEDIES = {
    "^": "**", "×": "*", "·": "*", "⊙": "*", "÷": "/", "−": "-", "–": "-", "≤": "<=", "≥": ">=", "≠": "!=",
    "&": "and", "|": "or", "²": "**2", "³": "**3", "η": "eta", "α": "alpha", "β": "beta", "γ": "gamma", "σ": "sigma",
    "μ": "mu", "λ": "lam", "ε": "eps", "θ": "theta", "ρ": "rho", "ŷ": "yhat", "√": "sqrt(…)", "Σ": "sum(…)",
}  # fmt: skip
_CLOSING = {")": "(", "]": "["}
_WRONG_OPTION = {"axis": "option-axis", "bool": "option-bool", "count": "option-count", "number": "option-number"}


class Assignment(NamedTuple):
    """One line of a program: ``name = expr``; ``place`` is where the name stands."""

    name: str
    expr: Expr
    place: Place


def parse_program(text: str, *, line: int = 1, column: int = 1) -> tuple[tuple[Assignment, ...], tuple[Problem, ...]]:
    """The assignments of ``text``, one a line, and every problem in the lines that are none.

    ``line`` and ``column`` say where in its file the text begins, so that places are the file's.
    """
    assignments: list[Assignment] = []
    problems: list[Problem] = []
    for number, row in enumerate(text.split("\n")):
        formula = _without_comment(row)
        if not formula.strip():
            continue
        start = Place(line + number, column if number == 0 else 1, 0)
        if len(assignments) + len(problems) >= limits.PROGRAM_LINES:
            problems.append(problem("too-many-lines", _whole(formula, start), limit=limits.PROGRAM_LINES))
            break
        try:
            assignments.append(_assignment(formula, start))
        except FormulaError as found:
            problems.extend(found.problems)
    return tuple(assignments), tuple(problems)


def parse_expression(text: str, *, line: int = 1, column: int = 1) -> Expr:
    """The tree of ``text``, which may end in a comment.

    >>> parse_expression("1 - h").op
    'subtract'

    Raises:
        FormulaError: with the place of what cannot be read and the remedy.
    """
    return _expression(_without_comment(text), Place(line, column, 0))


def is_name(text: str) -> bool:
    """Whether ``text`` may name a value: a letter, then letters, digits and underscores.

    >>> is_name("W1"), is_name("2x"), is_name("sum")
    (True, False, False)
    """
    return bool(_NAME.fullmatch(text)) and text not in SPELLINGS and text not in _KEYWORDS


_KEYWORDS = frozenset({"and", "or", "not", "lambda", "if", "else", "in", "is", "for", "True", "False", "None"})


def _without_comment(row: str) -> str:
    return row.rstrip("\r").partition("#")[0]


def _whole(text: str, start: Place) -> Place:
    indent = len(text) - len(text.lstrip())
    return Place(start.line, start.column + indent, start.column + max(len(text.rstrip()), indent + 1))


def _assignment(text: str, start: Place) -> Assignment:
    if len(text.rstrip()) > limits.LINE_LENGTH:
        raise error("too-long", _whole(text[:20], start), limit=limits.LINE_LENGTH)
    if _AUGMENTED.match(text):
        raise error("augmented", _whole(text, start))
    sign = _ASSIGNS.search(text)
    if sign is None or "=" in text[: sign.start()]:
        raise error("no-assignment", _whole(text, start))
    name, formula = text[: sign.start()].strip(), text[sign.end() :]
    indent = len(text) - len(text.lstrip())
    place = Place(start.line, start.column + indent, start.column + indent + max(len(name), 1))
    if name in SPELLINGS or name in _KEYWORDS:
        raise error("reserved-name", place, name=name)
    if not _NAME.fullmatch(name):
        raise error("not-a-name", place, name=name[:40])
    return Assignment(name, _expression(formula, start.moved(columns=sign.end())), place)


def _expression(text: str, start: Place) -> Expr:
    """The tree of ``text``, whose first character stands at ``start``."""
    if len(text) > limits.LINE_LENGTH:
        raise error("too-long", _whole(text[:20], start), limit=limits.LINE_LENGTH)
    stripped = text.lstrip()
    start = start.moved(columns=len(text) - len(stripped))
    if not stripped:
        raise error("empty", Place(start.line, start.column, start.column + 1))
    _check_characters(stripped, start)
    try:
        parsed = ast.parse(stripped.rstrip(), mode="eval").body
    except SyntaxError as found:  # without an offset it is the end that is wrong: `1 +`
        column = start.column + min((found.offset or limits.LINE_LENGTH) - 1, len(stripped.rstrip()) - 1)
        raise error("syntax", Place(start.line, column, column + 1)) from None
    except (ValueError, RecursionError, MemoryError):
        raise error("too-deep", _whole(text, start), limit=limits.DEPTH) from None
    return _Walker(stripped, start).expr(parsed, 0)


def _check_characters(text: str, start: Place) -> None:
    """Refuse what Python's parser would refuse without a remedy that a learner understands."""

    def at(position: int) -> Place:
        return Place(start.line, start.column + position, start.column + position + 1)

    open_brackets: list[int] = []
    for position, character in enumerate(text):
        if character in _REMEDIES:
            raise error("write-instead", at(position), found=character, instead=_REMEDIES[character])
        if (character in "\"'\\;{}`!?$%~:=" and not _in_operator(text, position)) or not character.isprintable():
            if character == "\t":
                continue
            raise error("unexpected-character", at(position), found=repr(character)[1:-1])
        if not character.isascii() and unicodedata.normalize("NFKC", character).isascii():  # Python would read ｘ as x
            raise error(
                "write-instead", at(position), found=character, instead=unicodedata.normalize("NFKC", character)
            )
        if character in "([":
            open_brackets.append(position)
            if len(open_brackets) > limits.DEPTH:
                raise error("too-deep", at(position), limit=limits.DEPTH)
        elif character in ")]" and (not open_brackets or text[open_brackets.pop()] != _CLOSING[character]):
            raise error("unmatched-bracket", at(position), found=character)
    if open_brackets:
        raise error("unclosed-bracket", at(open_brackets[-1]), found=text[open_brackets[-1]])
    for match in re.finditer(r"\blambda\b", text):
        raise error("lambda", Place(start.line, start.column + match.start(), start.column + match.end()))


def _in_operator(text: str, position: int) -> bool:
    """Whether the character belongs to ``== <= >= !=``, to ``axis=``, or to a slice."""
    character, before, after = text[position], text[:position], text[position + 1 : position + 2]
    if character == ":":
        return before.count("[") > before.count("]")
    if character == "!":
        return after == "="
    return character == "=" and (after == "=" or before[-1:] in ("=", "<", ">", "!") or "(" in before)


class _Walker:
    """Python's syntax tree of one formula, turned into ours."""

    def __init__(self, text: str, start: Place) -> None:
        self._text = text
        self._start = start

    def place(self, node: ast.expr | ast.keyword) -> Place:
        return Place(self._start.line, self._column(node.col_offset), self._column(node.end_col_offset or 0))

    def _source(self, node: ast.expr) -> str:
        """How a part is written, as much of it as a complaint repeats."""
        text = self._text.encode()[node.col_offset : node.end_col_offset].decode(errors="ignore")
        return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"

    def _column(self, byte_offset: int) -> int:
        # ast counts UTF-8 bytes; a caret needs characters.
        return self._start.column + len(self._text.encode()[:byte_offset].decode(errors="ignore"))

    def expr(self, node: ast.expr, depth: int) -> Expr:
        """The tree of ``node``, which stands inside ``depth`` others."""
        place = self.place(node)
        if depth > limits.DEPTH:
            raise error("too-deep", place, limit=limits.DEPTH)
        match node:
            case ast.Constant():
                return self._number(node)
            case ast.Name():
                return self._name(node.id, place)
            case ast.Attribute():
                return self._attribute(node, depth)
            case ast.UnaryOp():
                return self._unary(node, depth)
            case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _BINARY:
                sides = (self.expr(left, depth + 1), self.expr(right, depth + 1))
                return Apply(_BINARY[type(operator)], sides, (), place)
            case ast.Compare():
                return self._comparison(node, depth)
            case ast.BoolOp():
                return self._boolean(node, depth)
            case ast.Subscript():
                return self._subscript(node, depth)
            case ast.Call():
                return self._call(node, depth)
            case _:
                raise error("not-in-language", place)

    def _unary(self, node: ast.UnaryOp, depth: int) -> Expr:
        operand = self.expr(node.operand, depth + 1)
        if isinstance(node.op, ast.UAdd):
            return operand
        if type(node.op) not in _UNARY:
            raise error("not-in-language", self.place(node))
        return Apply(_UNARY[type(node.op)], (operand,), (), self.place(node))

    def _boolean(self, node: ast.BoolOp, depth: int) -> Expr:
        if depth + len(node.values) > limits.DEPTH:
            raise error("too-deep", self.place(node), limit=limits.DEPTH)
        first, *rest = (self.expr(value, depth + 1) for value in node.values)
        for value in rest:
            first = Apply(_BOOLEAN[type(node.op)], (first, value), (), self.place(node))
        return first

    def _subscript(self, node: ast.Subscript, depth: int) -> Expr:
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        at = tuple(self._slice(part) for part in parts)
        operand = self.expr(node.value, depth + 1)
        if not at or isinstance(operand, Number):
            raise error("not-in-language", self.place(node))
        return Apply("pick", (operand,), (("at", at),), self.place(node))

    def _number(self, node: ast.Constant) -> Number:
        value = node.value
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise error("not-a-number", self.place(node), found=str(value)[:20])
        if abs(value) > limits.MAGNITUDE:
            raise error("too-large", self.place(node))
        return Number(Fraction(repr(value)) if isinstance(value, float) else Fraction(value), self.place(node))

    def _name(self, name: str, place: Place) -> Name:
        if name in SPELLINGS:
            raise error("operation-without-arguments", place, name=name)
        if not _NAME.fullmatch(name):
            raise error("not-a-name", place, name=name[:40])
        return Name(name, place)

    def _attribute(self, node: ast.Attribute, depth: int) -> Expr:
        if node.attr == "T" and not isinstance(node.value, ast.Constant):
            return Apply("transpose", (self.expr(node.value, depth + 1),), (), self.place(node))
        if isinstance(node.value, ast.Name) and _NAME.fullmatch(node.attr):  # a rule's state: W1.v
            owner = self._name(node.value.id, self.place(node.value))
            return Name(f"{owner.id}.{node.attr}", self.place(node))
        raise error("not-in-language", self.place(node))

    def _comparison(self, node: ast.Compare, depth: int) -> Expr:
        if len(node.ops) > 1:
            raise error("chained-comparison", self.place(node))
        operator = type(node.ops[0])
        if operator not in _COMPARISON:
            raise error("not-in-language", self.place(node))
        sides = (self.expr(node.left, depth + 1), self.expr(node.comparators[0], depth + 1))
        return Apply(_COMPARISON[operator], sides, (), self.place(node))

    def _slice(self, node: ast.expr) -> int | tuple[int | None, int | None]:
        if isinstance(node, ast.Slice):
            if node.step is not None:
                raise error("slice-step", self.place(node))
            return (self._bound(node.lower), self._bound(node.upper))
        return self._integer(node)

    def _bound(self, node: ast.expr | None) -> int | None:
        return None if node is None else self._integer(node)

    def _integer(self, node: ast.expr) -> int:
        value = _constant(node)
        if not isinstance(value, int) or isinstance(value, bool) or abs(value) > limits.ELEMENTS:
            raise error("index-not-constant", self.place(node))
        return value

    def _call(self, node: ast.Call, depth: int) -> Expr:
        if not isinstance(node.func, ast.Name):
            raise self._foreign(node.func)
        name, place = node.func.id, self.place(node.func)
        if name not in SPELLINGS:
            suggestion = nearest(name, SPELLINGS)
            raise FormulaError([_unknown_operation(name, place, suggestion)])
        operation = OPERATIONS[SPELLINGS[name]]
        if operation.name in ("max", "min") and len(node.args) == 2:
            raise error("max-of-two", self.place(node), name=name, instead=f"{name}imum")
        operands, extra = self._operands(node, operation)
        args = tuple(self.expr(operand, depth + 1) for operand in operands)
        if operation.name == "place":
            return self._placing(node, args)
        options = self._options(node, operation, extra)
        return Apply(operation.name, args, options, self.place(node))

    def _foreign(self, function: ast.expr) -> FormulaError:
        """What is wrong with calling something that is no name: an operation of a library, ``np.tanh``, has ours."""
        ours = nearest(function.attr, SPELLINGS) if isinstance(function, ast.Attribute) else None
        if ours is None or not isinstance(function, ast.Attribute):
            return error("not-in-language", self.place(function))
        of = self._source(function.value)
        instead = f"{ours}(...)" if of in _LIBRARIES else f"{ours}({of}, ...)"
        return error("write-instead", self.place(function), found=self._source(function), instead=instead)

    def _placing(self, node: ast.Call, args: tuple[Expr, ...]) -> Expr:
        """``place(g, x[0:2])``: the second operand says where, so its indices are the option."""
        value, target = args
        for keyword in node.keywords:
            name = OPERATIONS["place"].signature
            raise error("option", self.place(keyword), option=keyword.arg or "**", name=name)
        if not (isinstance(target, Apply) and target.op == "pick"):
            raise error("place-needs-slice", self.place(node.args[1]))
        return Apply("place", (value, target.args[0]), target.options, self.place(node))

    def _operands(self, node: ast.Call, operation: Operation) -> tuple[list[ast.expr], list[ast.expr]]:
        """The formulas among the arguments, and the constants that follow them."""
        place = self.place(node)
        for arg in node.args:
            if isinstance(arg, ast.Starred):
                raise error("not-in-language", self.place(arg))
        if operation.variadic:
            if not node.args:
                raise error("arguments", place, name=operation.signature)
            return node.args, []
        count = len(operation.operands)
        positional = [option for option in operation.options if option.positional]
        several = any(option.kind == "shape" for option in positional)
        if len(node.args) < count or (len(node.args) > count + len(positional) and not several):
            raise error("arguments", place, name=operation.signature)
        return node.args[:count], node.args[count:]

    def _options(self, node: ast.Call, operation: Operation, extra: list[ast.expr]) -> tuple[tuple[str, Option], ...]:
        given: dict[str, Option] = {}
        positional = [option for option in operation.options if option.positional]
        if positional and positional[0].kind == "shape" and extra:
            given[positional[0].name] = self._shape(extra)
        else:
            for option, value in zip(positional, extra, strict=False):
                given[option.name] = self._option(option.kind, value)
        known = {option.name: option for option in operation.options}
        for keyword in node.keywords:
            if keyword.arg not in known or keyword.arg in given:
                raise error("option", self.place(keyword), option=keyword.arg or "**", name=operation.signature)
            kind = known[keyword.arg].kind
            given[keyword.arg] = self._shape([keyword.value]) if kind == "shape" else self._option(kind, keyword.value)
        for option in operation.options:
            if option.required and option.name not in given:
                raise error("arguments", self.place(node), name=operation.signature)
        return tuple((option.name, given.get(option.name, option.default)) for option in operation.options)

    def _shape(self, nodes: list[ast.expr]) -> tuple[int, ...]:
        return tuple(self._integer(part) for part in _flat(nodes))

    def _option(self, kind: str, node: ast.expr) -> Option:
        value = _constant(node)
        if kind == "bool" and value in (0, 1):
            return bool(value)
        if kind == "axis" and (value is None or isinstance(value, int)) and not isinstance(value, bool):
            return value
        if kind == "count" and isinstance(value, int) and not isinstance(value, bool) and 0 < value <= limits.ELEMENTS:
            return value
        if kind == "number" and isinstance(value, (int, float)) and not isinstance(value, bool):
            if abs(value) > limits.MAGNITUDE:
                raise error("too-large", self.place(node))
            return float(value)
        raise error(_WRONG_OPTION[kind], self.place(node))


def _unknown_operation(name: str, place: Place, suggestion: str | None) -> Problem:
    if suggestion is None:
        return problem("unknown-operation", place, name=name)
    found = problem("unknown-operation-near", place, name=name, suggestion=suggestion)
    return Problem(found.message, place, "error", suggestion)


def _flat(nodes: list[ast.expr]) -> Iterator[ast.expr]:
    """The integers of ``reshape(x, 2, 3)`` and of ``reshape(x, (2, 3))`` alike."""
    for node in nodes:
        yield from node.elts if isinstance(node, ast.Tuple) else [node]


def _constant(node: ast.expr) -> object:
    """The constant that ``node`` is, a sign before it allowed; ``...`` where it is none."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        value = node.operand.value
        return -value if isinstance(value, (int, float)) else ...
    return ...

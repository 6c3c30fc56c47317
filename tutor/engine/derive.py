"""The backward program: reverse-mode differentiation of the forward lines, as lines of the same language.

The forward lines are gone through from the last to the first. What reaches a name on the way is one term of its
gradient; when no earlier line reads the name, its gradient is complete and becomes a line ``dNAME``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tutor.engine.fusions import FUSIONS, Fusion, shown_output
from tutor.formula import limits
from tutor.formula.algebra import Algebra
from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Shape
from tutor.formula.parse import Assignment
from tutor.formula.problems import FormulaError, Problem
from tutor.formula.tree import Apply, Expr, Name, names_in, number, rebuild, walk
from tutor.messages import Message

SumsToOne = Callable[[Expr], bool]
"""Tells whether the rows of a target are known to sum to 1."""


def unknown(target: Expr) -> bool:  # noqa: ARG001 - a SumsToOne
    """What is not known to sum to 1 is taken not to."""
    return False


_NOTHING = number(0)


class Blocked(NamedTuple):
    """Why a parameter has no gradient: every way to the loss leads through an operation that is flat.

    ``op`` and ``line`` name the first such operation on the way; both None where no line reads the parameter.
    """

    op: str | None
    line: str | None


@dataclass(frozen=True, slots=True)
class Backward:
    """The derived program.

    Attributes:
        lines: (name, formula) in order, e.g. ``("dW2", h.T @ dz2)``.
        fused: the outputs whose gradient was left out because loss and activation cancel.
        fusable: the same, whether it was done or not.
        blocked: the parameters that no gradient reaches, each with the reason.
    """

    lines: tuple[tuple[str, Expr], ...] = ()
    fused: tuple[str, ...] = ()
    fusable: tuple[str, ...] = ()
    blocked: Mapping[str, Blocked] = field(default_factory=dict)


def derive(
    forward: Sequence[Assignment],
    shapes: Mapping[str, Shape],
    parameters: Sequence[str],
    *,
    fuse: bool = True,
    sums_to_one: SumsToOne = unknown,
) -> Backward:
    """The gradients of the last line's value with respect to ``parameters`` and to what lies between.

    Args:
        shapes: of every name that the lines read or define.
        parameters: in the order in which their gradients are to be written.
        fuse: whether a loss and the activation before it may cancel.
        sums_to_one: asked of the targets of a softmax; only then does it cancel against the cross-entropy.

    Returns an empty program if the last line is not one number.

    Raises:
        FormulaError: if a name is read so often that its gradient has too many terms.
    """
    if not forward or shapes[forward[-1].name] != ():
        return Backward()
    return _Derivation(forward, shapes, parameters, fuse, sums_to_one).run()


class _Derivation:
    def __init__(
        self,
        forward: Sequence[Assignment],
        shapes: Mapping[str, Shape],
        parameters: Sequence[str],
        fuse: bool,
        sums_to_one: SumsToOne,
    ) -> None:
        self._forward = forward
        self._parameters = parameters
        self._fuse = fuse
        self._sums_to_one = sums_to_one
        gradients = {f"d{name}": shape for name, shape in shapes.items()}
        self._algebra = Algebra({**gradients, **shapes})
        self._named: dict[Expr, str] = {line.expr: line.name for line in reversed(forward) if _is_shared(line.expr)}
        self._expr = {line.name: line.expr for line in forward}
        self._active = self._find_active()
        self._first_use = self._find_first_uses()
        self._terms: dict[str, list[Expr]] = {}
        self._lines: list[tuple[str, Expr]] = []
        self._fused: list[str] = []
        self._fusable: list[str] = []

    def run(self) -> Backward:
        loss = self._forward[-1].name
        for position in range(len(self._forward) - 1, -1, -1):
            line = self._forward[position]
            if line.name == loss:
                self._send(line.expr, number(1))
            elif line.name in self._terms:
                self._send(line.expr, Name(f"d{line.name}"))
            for name in self._completed(position):
                self._lines.append((f"d{name}", self._gradient(name)))
        reached = {name for name, _ in self._lines}
        blocked = {name: self._why_blocked(name) for name in self._parameters if f"d{name}" not in reached}
        return Backward(tuple(self._lines), tuple(self._fused), tuple(dict.fromkeys(self._fusable)), blocked)

    def _find_active(self) -> frozenset[str]:
        """The names that a gradient may be wanted for: parameters, and what is smoothly computed from them."""
        active = set(self._parameters)
        for line in self._forward:
            if active.intersection(smooth_names(line.expr)):
                active.add(line.name)
        return frozenset(active)

    def _find_first_uses(self) -> dict[str, int]:
        first: dict[str, int] = {}
        for position, line in enumerate(self._forward):
            for name in smooth_names(line.expr):
                first.setdefault(name, position)
        return first

    def _completed(self, position: int) -> list[str]:
        """The names whose gradient no earlier line adds to: parameters first, then as the line reads them."""
        here = [
            name
            for name in self._terms
            if self._first_use[name] == position and f"d{name}" not in {done for done, _ in self._lines}
        ]
        order = {name: place for place, name in enumerate(names_in(self._forward[position].expr))}
        ranks = {name: place for place, name in enumerate(self._parameters)}
        return sorted(here, key=lambda name: (name not in ranks, order.get(name, len(order))))

    def _send(self, expr: Expr, gradient: Expr) -> None:
        """Pass ``gradient``, that of ``expr``, on to everything that ``expr`` is computed from."""
        if isinstance(expr, Name):
            if expr.id in self._active:
                self._add(expr.id, gradient)
        elif isinstance(expr, Apply) and not self._send_fused(expr, gradient):
            operation = OPERATIONS[expr.op]
            values = {"g": gradient, "out": self._out(expr)}
            values.update(zip(operation.operands, expr.args, strict=False))
            for position, text in enumerate(self._templates(expr)):
                arg = expr.args[position]
                if text is None or not self._active.intersection(smooth_names(arg)):
                    continue
                passed = self._algebra.fill(text, values)
                if passed == _NOTHING:
                    self._send_nothing(arg)
                else:
                    self._send(arg, self._algebra.gather(passed, arg) if operation.elementwise else passed)

    def _send_nothing(self, expr: Expr) -> None:
        """Let the names in ``expr`` know that a gradient of 0 has arrived: ``0 * x`` and ``x**0`` are flat in x."""
        for name in smooth_names(expr):
            if name in self._active:
                self._add(name, _NOTHING)

    def _add(self, name: str, gradient: Expr) -> None:
        terms = self._terms.setdefault(name, [])
        terms.append(gradient)
        if len(terms) > limits.GRADIENT_TERMS:
            gaps = {"name": name, "limit": limits.GRADIENT_TERMS}
            place = self._forward[self._first_use[name]].place
            raise FormulaError([Problem(Message("engine.too-many-terms", gaps), place)])

    def _gradient(self, name: str) -> Expr:
        """All that has reached ``name``, in the shape of ``name``."""
        total = self._algebra.total(self._terms[name])
        if total == _NOTHING and self._algebra.shape(Name(name)) != ():
            return Apply("multiply", (_NOTHING, Apply("ones_like", (Name(name),))))
        return self._shared(total)

    def _templates(self, expr: Apply) -> tuple[str | None, ...]:
        gradients, options = OPERATIONS[expr.op].gradients, dict(expr.options)
        if callable(gradients):
            return gradients([self._algebra.shape(arg) for arg in expr.args], options)
        return tuple(None if text is None else text.format(**options) for text in gradients)

    def _send_fused(self, expr: Apply, gradient: Expr) -> bool:
        """Pass the gradient of a loss on to the input of the activation before it, where the two cancel."""
        for fusion in FUSIONS:
            if expr.op != fusion.loss:
                continue
            output, target = expr.args
            inner = self._activation(output, fusion)
            if inner is None or self._active.intersection(names_in(target)):
                continue
            if fusion.rowwise and not self._sums_to_one(target):
                continue
            shown = shown_output(expr)
            self._fusable.append(shown)
            if not self._fuse:
                return False
            self._fused.append(shown)
            count = fusion.count(self._algebra.shape(output))
            values = {"g": gradient, "out": output, "t": target, "n": number(count)}
            self._send(inner, self._algebra.fill(fusion.gradient, values))
            return True
        return False

    def _activation(self, output: Expr, fusion: Fusion) -> Expr | None:
        """The input of the activation whose result is ``output``, if nothing else reads that result."""
        if isinstance(output, Name):
            uses = sum(node == output for line in self._forward for node in walk(line.expr))
            expr = self._expr.get(output.id) if uses == 1 else None
        else:
            expr = output
        return expr.args[0] if isinstance(expr, Apply) and expr.op == fusion.activation else None

    def _out(self, expr: Expr) -> Expr:
        """The value of ``expr`` under its name, if a line has one for it."""
        return Name(self._named[expr]) if expr in self._named else expr

    def _shared(self, expr: Expr) -> Expr:
        """``expr`` with everything that a forward line has computed already taken from there."""
        return rebuild(expr, lambda node: Name(self._named[node]) if node in self._named else None)

    def _why_blocked(self, parameter: str) -> Blocked:
        """The first operation on the way from ``parameter`` to the loss that passes nothing on."""
        needed = self._needed()
        reached = {parameter}
        for line in self._forward:
            if line.name not in needed or reached.isdisjoint(names_in(line.expr)):
                continue
            stops = [node for node in walk(line.expr) if isinstance(node, Apply) and self._stops(node, reached)]
            if stops:
                return Blocked(stops[-1].op, line.name)
            reached.add(line.name)
        return Blocked(None, None)

    def _needed(self) -> frozenset[str]:
        """The lines that the loss depends on, itself included."""
        needed = {self._forward[-1].name}
        for line in reversed(self._forward):
            if line.name in needed:
                needed.update(names_in(line.expr))
        return frozenset(needed)

    def _stops(self, node: Apply, names: Collection[str]) -> bool:
        """Whether ``node`` reads one of the names through an operand that it passes no gradient to."""
        operands = zip(node.args, self._templates(node), strict=True)
        return any(text is None and not set(names).isdisjoint(names_in(arg)) for arg, text in operands)


def _is_shared(expr: Expr) -> bool:
    """Whether a line's formula is worth recognising inside another one."""
    return isinstance(expr, Apply) and not any(isinstance(n, Apply) and OPERATIONS[n.op].random for n in walk(expr))


def smooth_names(expr: Expr) -> tuple[str, ...]:
    """The names in ``expr`` that a gradient can pass to, in order."""
    return tuple(dict.fromkeys(_smooth(expr)))


def _smooth(expr: Expr) -> Iterator[str]:
    if isinstance(expr, Name):
        yield expr.id
    elif isinstance(expr, Apply):
        gradients = OPERATIONS[expr.op].gradients
        for position, arg in enumerate(expr.args):
            if callable(gradients) or gradients[min(position, len(gradients) - 1)] is not None:
                yield from _smooth(arg)


def gradient_names(names: Collection[str]) -> frozenset[str]:
    """``dNAME`` for every name."""
    return frozenset(f"d{name}" for name in names)

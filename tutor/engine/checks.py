"""Every complaint that a model can earn, all at once, before a number is computed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tutor.engine.gradients import gradient_lines
from tutor.engine.machine import Given
from tutor.engine.model import TRAINING, Model, Watch
from tutor.engine.observe import needed_lines, rows_sum_to_one
from tutor.engine.program import CLOCK, Programs, build_programs
from tutor.engine.rules import Rule
from tutor.formula import limits
from tutor.formula.operations import OPERATIONS
from tutor.formula.operations.operation import Shape, describe
from tutor.formula.parse import Assignment
from tutor.formula.problems import FormulaError, Place, Problem, nearest
from tutor.formula.shapes import advice_on, shape_of
from tutor.formula.tree import Apply, Expr, Name, names_in, walk
from tutor.messages import Message


def check_model(model: Model) -> list[Problem]:
    """What is wrong with ``model`` (errors), and what is probably not meant (advice), in the order of its lines.

    Places are those that the formulas carry. A model without errors can be run.
    """
    if not model.forward:
        return [_problem("no-lines")]
    unbatchable = list(_batch_problems(model))  # then shapes are those of all rows: one complaint, not what follows
    problems = [*_forward_problems(replace(model, batches=None) if unbatchable else model), *unbatchable]
    if _errors(problems):
        return problems
    shapes = _forward_shapes(model)
    problems += _update_problems(model, shapes)
    if _errors(problems):
        return problems
    try:
        given = Given(model)
        programs = build_programs(
            replace(model, wrong={}),
            model.batch_rows(0),
            fuse=model.fuse,
            sums_to_one=lambda target: rows_sum_to_one(target, model, given),
        )
    except FormulaError as found:
        return [*problems, *found.problems]
    problems += _short_batch_problems(model)
    problems += _wrong_problems(model, programs)
    problems += _watch_problems(model, programs)
    problems += _size_problems(programs)
    problems += _gradient_advice(model, programs)
    return problems


def _problem(key: str, place: Place | None = None, severity: str = "error", **parameters: object) -> Problem:
    return Problem(Message(f"engine.{key}", parameters), place, "advice" if severity == "advice" else "error")


def _errors(problems: Sequence[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def _caught(expr: Expr, shapes: Mapping[str, Shape]) -> tuple[Shape | None, list[Problem]]:
    """The shape of ``expr``, or what keeps it from having one."""
    try:
        return shape_of(expr, shapes), list(advice_on(expr, shapes))
    except FormulaError as found:
        return None, list(found.problems)


def _forward_problems(model: Model) -> Iterator[Problem]:
    given = model.known_shapes(model.batch_rows(0))
    later = {line.name: position for position, line in enumerate(model.forward)}
    for name in (*model.data, *model.parameters, *model.hyper):
        if name.startswith("d") and name[1:] in {*given, *later}:
            yield _problem("gradient-name", name=name, of=name[1:])
    shapes = dict(given)
    broken: set[str] = set()
    for position, line in enumerate(model.forward):
        yield from _name_problems(line, model, given, later[line.name] != position)
        missing = [name for name in names_in(line.expr) if name not in shapes]
        if any(name in broken for name in missing):  # said already where that line stands
            broken.add(line.name)
            continue
        early = [name for name in missing if name in later]
        if early:
            yield from _early_problems(line, early)
            broken.add(line.name)
            continue
        yield from _random_problems(line)
        shape, problems = _caught(line.expr, shapes)
        yield from problems
        if shape is None:
            broken.add(line.name)
        else:
            shapes[line.name] = shape


def _name_problems(line: Assignment, model: Model, given: Mapping[str, Shape], repeated: bool) -> Iterator[Problem]:
    names = {*given, *(other.name for other in model.forward)}
    if repeated:
        yield _problem("defined-twice", line.place, name=line.name)
    elif line.name == TRAINING:
        yield _problem("training-is-given", line.place)
    elif line.name in model.data or line.name in model.parameters:
        yield _problem("line-is-given", line.place, name=line.name)
    elif line.name in model.hyper:
        yield _problem("line-is-hyper", line.place, name=line.name)
    if line.name.startswith("d") and line.name[1:] in names:
        yield _problem("gradient-name", line.place, name=line.name, of=line.name[1:])


def _early_problems(line: Assignment, early: Sequence[str]) -> Iterator[Problem]:
    for name in early:
        place = next((node.place for node in walk(line.expr) if getattr(node, "id", None) == name), line.place)
        if name == line.name:
            yield _problem("reads-itself", place, name=name)
        else:
            yield _problem("read-before", place, name=name)


def _random_problems(line: Assignment) -> Iterator[Problem]:
    """A draw inside a larger formula would be drawn again wherever its derivative needs it."""
    for node in walk(line.expr):
        if node is not line.expr and isinstance(node, Apply) and OPERATIONS[node.op].random:
            yield _problem("draw-alone", node.place, name=node.op)


def _batch_problems(model: Model) -> Iterator[Problem]:
    if model.batches is None:
        return
    rows = {model.data[name].shape[:1] for name in model.batches.names if name in model.data}
    if len(rows) != 1 or () in rows or any(name not in model.data for name in model.batches.names):
        yield _problem("batch-rows", names=", ".join(model.batches.names))


def _short_batch_problems(model: Model) -> Sequence[Problem]:
    """What does not fit in the last pass of an epoch only, which may see fewer rows."""
    rows = model.batch_rows(model.updates_per_epoch - 1)
    if rows == model.batch_rows(0):
        return ()
    try:
        build_programs(replace(model, wrong={}), rows)
    except FormulaError as found:
        count = {"rows": rows}
        return [
            problem._replace(message=Message("engine.short-batch", {**count, "why": problem.message}))
            for problem in found.problems
        ]
    return ()


def _forward_shapes(model: Model) -> dict[str, Shape]:
    shapes = model.known_shapes(model.batch_rows(0))
    for line in model.forward:
        shapes[line.name] = shape_of(line.expr, shapes)
    return shapes


def _update_problems(model: Model, shapes: Mapping[str, Shape]) -> Iterator[Problem]:
    if isinstance(model.update, Rule):
        yield from _rule_problems(model, model.update, shapes)
    elif model.update is not None:
        yield from _program_problems(model, model.update, shapes)


def _rule_problems(model: Model, rule: Rule, shapes: Mapping[str, Shape]) -> Iterator[Problem]:
    if shapes[model.loss] != ():
        yield _problem(
            "rule-without-loss", model.forward[-1].place, name=model.loss, shape=describe(shapes[model.loss])
        )
    if not model.parameters:
        yield _problem("nothing-to-update")
    for line in rule.lines:
        if line.name in model.hyper:
            yield _problem("update-assigns", line.place, name=line.name)
    known = {*model.hyper_parameters, *shapes, "W", "g", CLOCK, *(line.name for line in rule.lines)}
    for name in sorted(rule.reads - known):
        place = next((n.place for line in rule.lines for n in walk(line.expr) if getattr(n, "id", None) == name), None)
        key = "eta-missing" if name == "eta" else "hyper-missing"
        yield _problem(key, None if key == "eta-missing" else place, name=name, rule=rule.name)
    if rule.reads <= known:
        for name, array in model.parameters.items():
            yield from _rule_shape_problems(
                rule, array.shape, {**shapes, **dict.fromkeys(model.hyper_parameters, ())}, name
            )


def _rule_shape_problems(rule: Rule, shape: Shape, shapes: Mapping[str, Shape], parameter: str) -> Iterator[Problem]:
    """Whether state and parameter keep their shape under the rule."""
    here = {**shapes, CLOCK: (), "W": shape, "g": shape, **dict.fromkeys(rule.state, shape)}
    own = {"W", *rule.state}
    for line in rule.lines:
        result, problems = _caught(line.expr, here)
        yield from problems
        if result is None:
            return
        before = here[line.name] if line.name in own else result
        if result != before:
            name = parameter if line.name == "W" else f"{parameter}.{line.name}"
            yield _problem("update-shape", line.place, name=name, shape=describe(before), got=describe(result))
            return
        here[line.name] = result
        own.add(line.name)


def _program_problems(model: Model, lines: Sequence[Assignment], shapes: Mapping[str, Shape]) -> Iterator[Problem]:
    known = {CLOCK: (), **{f"d{name}": shape for name, shape in shapes.items()}, **shapes}
    fixed = {*known, *model.hyper, TRAINING} - model.parameters.keys()
    for line in lines:
        if line.name in fixed:
            yield _problem("update-assigns", line.place, name=line.name)
            continue
        result, problems = _caught(line.expr, known)
        yield from problems
        if result is None:
            continue
        if result != known.setdefault(line.name, result):
            shape = describe(known[line.name])
            yield _problem("update-shape", line.place, name=line.name, shape=shape, got=describe(result))
    if not any(line.name in model.parameters for line in lines):
        yield _problem("update-moves-nothing", lines[0].place if lines else None)


def _wrong_problems(model: Model, programs: Programs) -> Iterator[Problem]:
    for name, expr in model.wrong.items():
        place = next((node.place for node in walk(expr) if node.place is not None), None)
        if name not in programs.gradients:
            suggestion = nearest(name, programs.gradients) or ", ".join(sorted(programs.gradients))
            yield _problem("wrong-no-line", place, name=name, suggestion=suggestion)
            continue
        shape, problems = _caught(expr, programs.shapes)
        yield from problems
        if shape is not None and shape != programs.shapes[name]:
            wanted = describe(programs.shapes[name])
            yield _problem("wrong-shape", place, name=name, shape=wanted, got=describe(shape))


def _watch_problems(model: Model, programs: Programs) -> Iterator[Problem]:
    shapes = {**{f"d{name}": shape for name, shape in programs.shapes.items()}, **programs.shapes}
    for name, watch in model.watches.items():
        if watch.on in ("validation", "test") and watch.on not in model.parts:
            yield _problem("watch-part", _first_place(watch.expr), name=name, part=watch.on)
            continue
        if watch.on != "pass":
            yield from _part_problems(model, programs, name, watch)
            continue
        yield from _one_number(watch.expr, shapes, "watch-one-number", name=name)
        yield from _no_gradient(watch.expr, model, programs)
    watched = {**shapes, **dict.fromkeys(model.watches, ())}
    for key, condition in (("until", model.until), ("goal", model.goal)):
        if condition is not None:
            yield from _one_number(condition, watched, "condition-one-number", name=key)
            yield from _no_gradient(condition, model, programs)


def _part_problems(model: Model, programs: Programs, name: str, watch: Watch) -> Iterator[Problem]:
    """Whether the forward lines that a watch needs can be computed from a part of the data as a whole."""
    shapes = {**model.known_shapes(), **programs.state}
    shapes.update({key: array.shape for key, array in model.parts.get(watch.on, {}).items()})
    needed = needed_lines(model, watch.expr)
    for line in model.forward:
        if line.name in needed:
            shape, problems = _caught(line.expr, shapes)
            if shape is None:
                gaps = {"name": name, "part": watch.on, "why": problems[0].message}
                yield problems[0]._replace(message=Message("engine.watch-on-part", gaps))
                return
            shapes[line.name] = shape
    yield from _one_number(watch.expr, shapes, "watch-one-number", name=name)


def _no_gradient(expr: Expr, model: Model, programs: Programs) -> Iterator[Problem]:
    """Gradients in ``expr`` that nothing reaches: they would read as silent zeros."""
    for node in walk(expr):
        name = node.id[1:] if isinstance(node, Name) and node.id not in programs.shapes else ""
        if name in programs.shapes and not gradient_lines(model, programs, name):
            yield _problem("no-gradient", node.place, name=name)


def _one_number(expr: Expr, shapes: Mapping[str, Shape], key: str, *, name: str) -> Iterator[Problem]:
    shape, problems = _caught(expr, shapes)
    yield from problems
    if shape is not None and shape != ():
        yield _problem(key, _first_place(expr), name=name, shape=describe(shape))


def _first_place(expr: Expr) -> Place | None:
    places = [node.place for node in walk(expr) if node.place is not None]
    return min(places, key=lambda place: (place.line, place.column)) if places else None


def _size_problems(programs: Programs) -> Iterator[Problem]:
    total = sum(math.prod(shape) for shape in programs.shapes.values())
    if total > limits.PROGRAM_ELEMENTS:
        yield _problem("program-too-large", total=f"{total:,}", limit=f"{limits.PROGRAM_ELEMENTS:,}")


def _gradient_advice(model: Model, programs: Programs) -> Iterator[Problem]:
    """Parameters that no gradient reaches, when a rule was to move them."""
    if not isinstance(model.update, Rule):
        return
    for name, blocked in programs.blocked.items():
        if blocked.op is None:
            yield _problem("parameter-unused", severity="advice", name=name)
        else:
            yield _problem("parameter-blocked", severity="advice", name=name, op=blocked.op, line=blocked.line)

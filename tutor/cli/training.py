"""What ``tutor train`` does: choose rule, condition and limit, run, and say why it stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tutor.cli.chosen import choose
from tutor.cli.console import INTERRUPTED, Console, failure
from tutor.cli.interrupt import ctrl_c_asked
from tutor.cli.moment import Moment, write_value
from tutor.cli.parser import Arguments
from tutor.engine.checks import check_model
from tutor.engine.model import Model
from tutor.engine.rules import RULES, Rule, names_a_rule, parse_rule
from tutor.engine.run import Outcome, Run
from tutor.formula.parse import parse_expression
from tutor.formula.problems import FormulaError, Problem
from tutor.formula.tree import Expr
from tutor.formula.write import write
from tutor.lesson.complaint import excerpt_of

MOST_UPDATES = 1_000_000
"""Where training stops when neither the lesson nor the learner says so: seconds for a small net."""


def train(arguments: Arguments, console: Console) -> int:
    """Update until the condition holds or the limit is reached; exit code 1 if the numbers are lost on the way."""
    chosen = choose(arguments, console)
    model = _with_rule(chosen.model, arguments)
    model = _with_condition(model, arguments.until)
    run = Run(model)
    if not run.learns:
        raise failure("cannot-train", lesson=chosen.lesson.id)
    limit = arguments.updates if arguments.updates is not None else model.limit or MOST_UPDATES
    with ctrl_c_asked() as asked:

        def progress(update: int) -> bool:
            console.progress(console.sentence("train-progress", update=f"{update:,}"))
            return not asked()

        outcome = run.run_until(model.until, limit, progress)
    console.progress("")
    if outcome.reason == "stopped":
        console.warn(console.sentence("train-stopped", update=outcome.update))
        return INTERRUPTED
    moment = _moment(run, outcome)
    if arguments.json:
        console.write_json(
            {
                "lesson": chosen.lesson.id,
                "variant": arguments.variant,
                "reason": outcome.reason,
                "update": outcome.update,
                **moment.as_json(),
            }
        )
    else:
        console.write(_reason(outcome, model.until, console))
        _write_loss(run, console)
        moment.write(console)
    return 1 if outcome.reason == "diverged" else 0


def _with_rule(model: Model, arguments: Arguments) -> Model:
    """The model with ``--rule`` and ``--set`` in place of what the lesson says."""
    if arguments.rule is not None:
        model = replace(model, update=_rule(arguments.rule))
    known = _settable(model)
    for name, _ in arguments.set:
        if name not in known:
            raise failure("unknown-setting", name=name, known=", ".join(sorted(known)))
    model = replace(model, hyper={**model.hyper, **dict(arguments.set)})
    _refuse(check_model(model), "--rule", arguments.rule or "")
    return model


def _settable(model: Model) -> set[str]:
    """The hyper-parameters of the lesson and of its rule."""
    reads = model.update.reads if isinstance(model.update, Rule) else frozenset()
    return {
        *model.hyper_parameters,
        *(reads - {*model.data, *model.parameters, *(line.name for line in model.forward)}),
    }


def _rule(text: str) -> Rule:
    if names_a_rule(text):
        if text not in RULES:
            raise failure("unknown-rule", name=text, known=", ".join(RULES))
        return RULES[text]
    try:
        return parse_rule(text)
    except FormulaError as found:
        _refuse(found.problems, "--rule", text)
        raise


def _with_condition(model: Model, text: str | None) -> Model:
    """The model with ``--until`` in place of the lesson's condition."""
    if text is None:
        return model
    try:
        model = replace(model, until=parse_expression(text))
        _refuse(check_model(model), "--until", text)
    except FormulaError as found:
        _refuse(found.problems, "--until", text)
        raise
    return model


def _refuse(problems: Sequence[Problem], option: str, text: str) -> None:
    """Complain about the first error in what stands after ``option``, with carets under the place."""
    error = next((problem for problem in problems if problem.severity == "error"), None)
    if error is None:
        return
    place = error.place
    if place is None or not text:
        raise failure("bad-option", option=option, complaint=error.message)
    excerpt = excerpt_of(text.split("\n")[place.line - 1], place.column, place.end)
    raise failure("bad-formula", option=option, complaint=error.message, line=excerpt.line, carets=excerpt.carets)


def _moment(run: Run, outcome: Outcome) -> Moment:
    """What there is after the updates that were made."""
    run.go(outcome.update, len(run.programs.forward) + len(run.programs.backward))
    return Moment.of(run)


def _write_loss(run: Run, console: Console) -> None:
    loss = run.value(run.model.loss)
    if loss is not None and loss.ndim == 0:
        write_value(console, run.model.loss, loss)


def _reason(outcome: Outcome, condition: Expr | None, console: Console) -> str:
    key = "train-limit-missed" if outcome.reason == "limit" and condition is not None else f"train-{outcome.reason}"
    return console.sentence(
        key,
        update=f"{outcome.update:,}",
        condition="" if condition is None else write(condition),
        began=outcome.began or "",
    )

"""What a line practises."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.engine.rules import RULES, Rule
from tutor.formula.operations import OPERATIONS
from tutor.formula.tree import Apply, names_in
from tutor.messages import Message
from tutor.quiz.mistakes.mistake import Line
from tutor.quiz.sheet import Sheet, Step

FIND_BUG = "find-bug"
CHOICE = "choice"

SKILLS: tuple[str, ...] = (
    "forward", "activation", "loss", "output-error", "hidden-error", "weight-gradient", "bias-gradient", "derivative",
    *(f"update-{name}" for name in RULES), "update-own", FIND_BUG, CHOICE,
)  # fmt: skip
"""Every skill, in the order of the record."""


def skill_name(skill: str) -> Message:
    """What a skill is called."""
    return Message(f"quiz.skill-{skill if skill in SKILLS else 'other'}")


def skill_of(sheet: Sheet, step: Step) -> str:
    """The skill that working out ``step`` needs."""
    if step.phase == "forward":
        return _forward(sheet, step)
    if step.phase == "backward":
        return _backward(sheet, step)
    rule = sheet.model.update
    return f"update-{rule.name}" if isinstance(rule, Rule) and rule.name in RULES else "update-own"


def _forward(sheet: Sheet, step: Step) -> str:
    if step.key == sheet.loss and step.shape == () and sheet.model.update is not None:
        return "loss"
    root = step.expr
    if isinstance(root, Apply) and (OPERATIONS[root.op].activation or root.op in ("softmax", "step")):
        return "activation"
    return "forward"


def _backward(sheet: Sheet, step: Step) -> str:
    owner = step.key.removeprefix("d")
    if sheet.model.update is None or owner in sheet.model.data:
        return "derivative"
    if owner in sheet.model.parameters:
        return "bias-gradient" if Line(sheet, step).is_bias(owner) else "weight-gradient"
    later = list(_reading(sheet, owner))
    hidden = any(name in sheet.model.parameters for other in later for name in names_in(other.expr))
    return "hidden-error" if hidden else "output-error"


def _reading(sheet: Sheet, key: str) -> Iterator[Step]:
    """The forward lines that ``key`` goes into, directly or not."""
    reached = {key}
    for step in sheet.steps:
        if step.phase == "forward" and reached.intersection(names_in(step.expr)):
            reached.add(step.key)
            yield step

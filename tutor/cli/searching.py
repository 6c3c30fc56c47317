"""What ``tutor search`` does: the trials one by one, the best of them, and what to do with it."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping

from tutor.cli.chosen import Chosen, choose
from tutor.cli.console import INTERRUPTED, Console, Failure, Json, failure
from tutor.cli.interrupt import ctrl_c_asked
from tutor.cli.parser import Arguments
from tutor.columns import pad, width
from tutor.engine.ranges import Range
from tutor.engine.run import RunError
from tutor.engine.search import Round, Study, Trial

_DIGITS = 4
"""Significant digits that a setting is shown with; what is to be typed or read by a program has all of them."""

_PLACE, _SETTING, _CAME = 6, 9, 14
"""Columns of the table."""


def search(arguments: Arguments, console: Console) -> int:
    """Make all trials of a lesson's search; exit code 1 if no trial kept its numbers."""
    chosen = choose(arguments, console)
    if chosen.lesson.search is None:
        raise failure("search-none", lesson=chosen.lesson.id)
    try:
        study = Study(chosen.model, chosen.lesson.search)
    except RunError as found:
        raise Failure(found.message) from None
    with ctrl_c_asked() as asked:

        def progress(update: int) -> bool:
            number = len(study.trials) + 1
            console.progress(console.sentence("search-progress", trial=number, all=study.planned, update=f"{update:,}"))
            return not asked()

        if not arguments.json:
            _write_plan(study, console)
        while not study.ended and not asked():
            trial = study.go_on(progress)
            if trial is not None and not arguments.json:
                console.progress("")
                _write_trial(study, trial, console)
    console.progress("")
    if not study.ended:
        console.warn(console.sentence("search-stopped", count=len(study.trials), all=study.planned))
        return INTERRUPTED
    if arguments.json:
        console.write_json(_as_json(study, chosen))
    else:
        _write_best(study, arguments, console)
    return 0 if study.best is not None else 1


def _write_plan(study: Study, console: Console) -> None:
    """What is about to be done."""
    wanted = study.search
    key = "search-plan-highest" if wanted.highest else "search-plan-lowest"
    gaps = {"rounds": wanted.rounds, "trials": wanted.trials, "updates": f"{wanted.updates:,}", "watch": wanted.watch}
    console.write(console.sentence(key, **gaps))


def _write_trial(study: Study, trial: Trial, console: Console) -> None:
    """One line, under the heading of its round where it is the first: setting, what came of it, the best so far."""
    if trial.number == 1:
        ranges = ", ".join(map(_range, study.rounds[trial.round - 1].ranges))
        console.write(f"\n{console.sentence('search-round', round=trial.round, ranges=ranges)}")
        trials, best = console.sentence("search-trial"), console.sentence("search-best-so-far")
        console.write(_line(trials, trial.values, study.search.watch, best, study))
    came = _number(trial.watch) if trial.lost is None else console.sentence("search-lost", update=f"{trial.lost:,}")
    best = "" if study.best is None else _number(study.best.watch) + (" ★" if trial is study.best else "")
    console.write(_line(_place(trial), map(_number, trial.values.values()), came, best, study))


def _line(place: str, setting: Iterable[str], came: str, best: str, study: Study) -> str:
    """One line of the table."""
    cells = [pad(place, _PLACE), *(pad(text, _SETTING) for text in setting)]
    return "  ".join(["", *cells, pad(came, max(_CAME, width(study.search.watch))), best]).rstrip()


def _write_best(study: Study, arguments: Arguments, console: Console) -> None:
    """The best setting, and what can be done with it."""
    best = study.best
    console.write()
    if best is None:
        console.write(console.sentence("search-all-lost"))
        return
    setting = ", ".join(f"{name} = {_number(value)}" for name, value in best.values.items())
    gaps = {"place": _place(best), "setting": setting, "watch": study.search.watch, "value": _number(best.watch)}
    console.write(console.sentence("search-best", **gaps))
    console.write(console.sentence("search-use"))
    console.write(f"  {_training(arguments, best, study.search.updates)}")


def _training(arguments: Arguments, best: Trial, updates: int) -> str:
    """The command that trains with the best setting, every digit of it."""
    words = ["tutor", "train", arguments.lesson]
    for option in ("lessons", "variant", "parameters"):
        given = getattr(arguments, option)
        words += [] if given is None else [f"--{option}", given]
    for name, value in best.values.items():
        words += ["--set", f"{name}={value!r}"]
    return shlex.join([*words, "--updates", str(updates)])


def _place(trial: Trial) -> str:
    """Which trial it is: ``2.13`` is the thirteenth of the second round."""
    return f"{trial.round}.{trial.number}"


def _range(found: Range) -> str:
    return f"{found.name} {_number(found.low)} … {_number(found.high)} ({found.scale})"


def _number(value: float) -> str:
    return f"{value:.{_DIGITS}g}"


# For other programs


def _as_json(study: Study, chosen: Chosen) -> Mapping[str, Json]:
    best = study.best
    return {
        "lesson": chosen.lesson.id,
        "variant": chosen.variant,
        "watch": study.search.watch,
        "best_is": "highest" if study.search.highest else "lowest",
        "updates": study.search.updates,
        "rounds": [_round_as_json(made) for made in study.rounds],
        "best": None if best is None else {"round": best.round, "trial": best.number, **_trial_as_json(best)},
    }


def _round_as_json(made: Round) -> Mapping[str, Json]:
    return {"ranges": _ranges_as_json(made.ranges), "trials": [_trial_as_json(trial) for trial in made.trials]}


def _ranges_as_json(ranges: Iterable[Range]) -> Mapping[str, Json]:
    return {found.name: {"from": found.low, "to": found.high, "scale": found.scale} for found in ranges}


def _trial_as_json(trial: Trial) -> Mapping[str, Json]:
    watch = None if trial.lost is not None else trial.watch
    return {"values": dict(trial.values), "watch": watch, "lost": trial.lost}

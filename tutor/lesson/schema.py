"""Format version 1 of lesson files, as one table of fields. ``lessons/README.md`` explains each to an author."""

from __future__ import annotations

from tutor.lesson.complaint import Complaints
from tutor.lesson.kinds import Either, Field, Kind, Listing, OneOf, Real, Record, Text, Truth, Version, Whole
from tutor.lesson.nodes import Node
from tutor.lesson.printed import NUMBER
from tutor.lesson.values import ByKey, ByWord, Numbers, Shape

FORMAT_VERSION = 1
LARGEST_SEED = 2**53 - 1
"""Seeds up to here survive JSON and every other program's numbers."""

MOST_UPDATES = 100_000_000

_NAME = Text(pattern=r"[A-Za-z][A-Za-z0-9_]{0,39}", meaning="name")
_ID = Text(pattern=r"[a-z0-9]{1,40}(-[a-z0-9]{1,40}){0,9}", meaning="id")
_VARIANT = Text(pattern=rf"({_ID.pattern})?", meaning="id", least=0)
"""Empty: the lesson as it stands."""

_FORMULA = Text(most=1_000, meaning="formula")
_PROGRAM = Text(most=100_000, meaning="program")
_ADDRESS = Text(most=100, meaning="address")
_SEED = Whole(0, LARGEST_SEED)
_NAMES = Listing(Text(most=40, meaning="name"), most=40)


def _is_text(node: Node) -> bool:
    return isinstance(node.value, str)


def _is_written_out(node: Node) -> bool:
    return node.is_number or isinstance(node.value, list)


def _words(most: int) -> dict[str, Field]:
    """The fields of a text in both languages."""
    return {"en": Field(Text(most)), "ko": Field(Text(most))}


def _in_some_language(node: Node, field: str, complaints: Complaints) -> bool:
    if node.get("en") is None and node.get("ko") is None:
        complaints.error("no-text", node.key, field=field or "–")
        return False
    return True


def words(most: int = 4_000, **others: Field) -> Record:
    """A table with a text in both languages, and ``others``."""
    return Record({**_words(most), **others}, meaning="words", also=_in_some_language)


_TITLE = words(120)
_LABEL = Either(_is_text, Text(40), words(40), "label")
_LABELS = Record({"name": Field(_LABEL), "rows": Field(Listing(_LABEL)), "columns": Field(Listing(_LABEL))})

_NORMAL = {"mean": Field(Real()), "std": Field(Real(above=0))}
_UNIFORM = {"low": Field(Real()), "high": Field(Real())}
_DRAWN = {"shape": Field(Shape(), required=True), "seed": Field(_SEED)}
_INPUTS = {"inputs": Field(Whole(1, 10_000_000))}


def _low_below_high(node: Node, field: str, complaints: Complaints) -> bool:
    if node.number_of("low", 0) < node.number_of("high", 1):
        return True
    complaints.error("empty-range", node.place, field=field)
    return False


def _drawing(key: str, *more: dict[str, Field]) -> Record:
    fields = {key: Field(Text())} | _DRAWN
    for part in more:
        fields |= part
    return Record(fields, also=_low_below_high if _UNIFORM in more else None)


_RANDOM = ByWord("random", {"normal": _drawing("random", _NORMAL), "uniform": _drawing("random", _UNIFORM)})
_CSV = Record(
    {
        "csv": Field(Text(most=200, meaning="path"), required=True),
        "columns": Field(
            Either(_is_text, Text(most=100), Listing(Text(most=100), most=1_000), "columns"),
        ),
    }
)
_INITIAL = ByWord(
    "init",
    {
        "zeros": _drawing("init"),
        "constant": _drawing("init", {"value": Field(Real(), required=True)}),
        "uniform": _drawing("init", _UNIFORM),
        "normal": _drawing("init", _NORMAL),
        "xavier": _drawing("init", _INPUTS),
        "he": _drawing("init", _INPUTS),
    },
)


def _arrays(table: Kind, meaning: str) -> Record:
    """A table of named arrays, each written out or got as ``table`` says."""
    return Record({}, others=Either(_is_written_out, Numbers(), table, meaning), names=_NAME)


_DATA = _arrays(ByKey({"csv": _CSV, "random": _RANDOM}, "data"), "data")
_PARAMETERS = _arrays(ByKey({"init": _INITIAL}, "parameter"), "parameter")

_SPLIT = Record(
    {
        "of": Field(_NAMES, required=True),
        "train": Field(Whole(1, 10_000_000)),
        "validation": Field(Whole(1, 10_000_000)),
        "test": Field(Whole(1, 10_000_000)),
        "seed": Field(_SEED),
    }
)
_BATCHES = Record(
    {
        "of": Field(_NAMES, required=True),
        "size": Field(Whole(1, 10_000_000), required=True),
        "seed": Field(_SEED),
        "shuffle": Field(Truth()),
    }
)


def _one_of_rule_and_update(node: Node, _: str, complaints: Complaints) -> bool:
    update = node.get("update")
    if update is not None and node.get("rule") is not None:
        complaints.error("rule-and-update", update.key)
    return True


TRAINING_FIELDS = {
    "rule": Field(Text(most=10_000, meaning="rule")),
    "update": Field(_PROGRAM),
    "until": Field(_FORMULA),
    "updates": Field(Whole(1, MOST_UPDATES)),
    "batches": Field(_BATCHES),
}
"""What ``training`` says besides hyper-parameters, which are numbers under names of the author's."""

_TRAINING = Record(
    TRAINING_FIELDS,
    others=Real(),
    names=_NAME,
    also=_one_of_rule_and_update,
)
_WATCH = Record(
    {},
    others=Either(
        _is_text,
        _FORMULA,
        Record(
            {
                "of": Field(_FORMULA, required=True),
                "on": Field(OneOf(("pass", "train", "validation", "test"))),
                "short": Field(words(16)),
                **_words(60),
            }
        ),
        "watch",
    ),
    names=_NAME,
)
_GOAL = Either(_is_text, _FORMULA, Record({"reach": Field(_FORMULA, required=True), **_words(1_000)}), "goal")
_WRONG = Record({}, others=_FORMULA, names=_NAME)

_ERRATUM = Whole(1, 9_999)
_LINES = Text(200, pattern=r"[1-9]\d{0,4}(-[1-9]\d{0,4})?(, ?[1-9]\d{0,4}(-[1-9]\d{0,4})?)*", meaning="lines")


def _lines_rise(node: Node, _: str, complaints: Complaints) -> bool:
    for part in filter(None, node.text_of("lines").split(",")):
        first, _, last = part.partition("-")
        if last and int(first) >= int(last):
            complaints.error("empty-range", node.table["lines"].place, field="lines")
            return False
    return True


_COVERS = Record(
    {
        **_words(400),
        "deck": Field(Text(40), required=True),
        "lines": Field(_LINES),
        "at": Field(_ADDRESS),
        "variant": Field(_VARIANT),
        "errata": Field(Either(lambda node: node.is_number, _ERRATUM, Listing(_ERRATUM, most=99), "errata")),
    },
    meaning="words",
    also=lambda node, field, complaints: (
        _in_some_language(node, field, complaints) and _lines_rise(node, field, complaints)
    ),
)

_PRINTED = Text(2_000, pattern=f"\\s*{NUMBER}(\\s+{NUMBER})*\\s*", meaning="printed")
_FIGURE = Record(
    {
        "at": Field(_ADDRESS, required=True),
        "is": Field(_PRINTED, required=True),
        "source": Field(words(200)),
        "variant": Field(_ID),
    }
)

_NOTE = words(at=Field(_ADDRESS, required=True), variant=Field(_VARIANT))


def _one_right(node: Node, field: str, complaints: Complaints) -> bool:
    """A question is asked by hand or by choice, and one choice is right."""
    ask, choices = node.get("ask"), node.get("choices")
    if (ask is None) == (choices is None):
        complaints.error("ask-or-choices", node.key)
        return False
    if choices is None:
        return True
    right = sum(choice.truth_of("right") for choice in choices.items)
    if right != 1:
        complaints.error("right-choices", choices.key, found=right)
    return right == 1 and _in_some_language(node, field, complaints)


_QUESTION = Record(
    {
        **_words(2_000),
        "ask": Field(_ADDRESS),
        "choices": Field(Listing(words(1_000, right=Field(Truth()), because=Field(words(2_000))), least=2, most=8)),
        "variant": Field(_VARIANT),
    },
    also=_one_right,
)


def _texts_or_one(meaning: str) -> Either:
    return Either(_is_text, _FORMULA, Listing(_FORMULA, most=20), meaning)


_PAIR = Listing(Real(), least=2, most=2, meaning="pair")


def _is_pair(node: Node) -> bool:
    return bool(node.items) and node.items[0].is_number


_VIEW = Record(
    {
        "kind": Field(
            OneOf(("network", "graph", "curve", "slice", "contour", "boundary", "activation", "histogram")),
            required=True,
        ),
        "of": Field(_texts_or_one("formulas")),
        "along": Field(_texts_or_one("addresses")),
        "range": Field(Either(_is_pair, _PAIR, Listing(_PAIR, least=2, most=2, meaning="pair"), "pair")),
        "variant": Field(_VARIANT),
    }
)


def _rising(node: Node, field: str, complaints: Complaints) -> bool:
    low, high = node.number_of("from"), node.number_of("to")
    if low >= high:
        complaints.error("empty-range", node.place, field=field)
    elif node.text_of("scale") == "log" and low <= 0:
        complaints.error("log-range", node.table["from"].place, field=field)
    else:
        return True
    return False


_RANGE = Record(
    {
        "from": Field(Real(), required=True),
        "to": Field(Real(), required=True),
        "scale": Field(OneOf(("linear", "log"))),
    },
    also=_rising,
)
_SEARCH = Record(
    {
        "ranges": Field(Record({}, others=_RANGE, names=_NAME, most=20), required=True),
        "trials": Field(Whole(1, 10_000), required=True),
        "updates": Field(Whole(1, MOST_UPDATES), required=True),
        "watch": Field(_NAME, required=True),
        "best": Field(OneOf(("highest", "lowest"))),
        "rounds": Field(Whole(1, 20)),
        "seed": Field(_SEED),
    }
)

MODEL_FIELDS = {
    "model": Field(_PROGRAM),
    "data": Field(_DATA),
    "split": Field(_SPLIT),
    "parameters": Field(_PARAMETERS),
    "training": Field(_TRAINING),
    "watch": Field(_WATCH),
    "goal": Field(_GOAL),
    "wrong": Field(_WRONG),
    "fuse": Field(Truth()),
    "seed": Field(_SEED),
}
"""What a run is made from; a variant may replace any of it."""

MERGED = ("data", "parameters", "training", "watch", "wrong")
"""Tables of the author's own keys: a variant's entries are put among the lesson's. The other fields are replaced."""

_VARIANTS = Record(
    {},
    others=Record({"title": Field(_TITLE), "about": Field(words()), **MODEL_FIELDS}),
    names=Text(pattern=_ID.pattern, meaning="id"),
    most=20,
)

LESSON = Record(
    {
        "format_version": Field(Version(FORMAT_VERSION), required=True),
        "id": Field(_ID, required=True),
        "chapter": Field(_ID),
        "minutes": Field(Whole(1, 600)),
        "title": Field(_TITLE, required=True),
        "about": Field(words()),
        "practises": Field(Listing(_ID, most=40)),
        "covers": Field(Listing(_COVERS, least=0)),
        **MODEL_FIELDS,
        "labels": Field(Record({}, others=_LABELS, names=_NAME)),
        "figure": Field(Listing(_FIGURE, least=0)),
        "note": Field(Listing(_NOTE, least=0)),
        "question": Field(Listing(_QUESTION, least=0)),
        "view": Field(Listing(_VIEW, least=0, most=20)),
        "search": Field(_SEARCH),
        "variants": Field(_VARIANTS),
    }
)
"""A lesson file. ``model`` is required too, but its absence is said by the reader, after the variants are merged."""

CHAPTERS = Record(
    {
        "chapter": Field(
            Listing(
                Record(
                    {
                        "id": Field(_ID, required=True),
                        "title": Field(_TITLE, required=True),
                        "lessons": Field(Listing(_ID, least=0)),
                        "needs": Field(Listing(_ID, least=0)),
                    }
                )
            ),
            required=True,
        )
    }
)
"""``chapters.toml``: the chapters in their order, and in each the lessons in theirs, and what it builds on."""

GLOSSARY = Record(
    {
        "term": Field(
            Listing(
                Record(
                    {
                        "en": Field(Text(80), required=True),
                        "ko": Field(Text(80), required=True),
                        "also": Field(Listing(Text(80), least=0, most=20)),
                        "lesson": Field(_ID),
                        "definition": Field(words(600), required=True),
                    }
                ),
                most=1_000,
            ),
            required=True,
        )
    }
)
"""``glossary.toml``: the terms, in both languages, and the lesson of each."""

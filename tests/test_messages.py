"""The sentences of the program: both languages have each of them, each is used, and each can be filled in."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.tools.compile_catalogues import LOCALE_FOLDER, catalogues, compiled, read
from tutor.messages import LANGUAGES

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "tutor").rglob("*.py"))
FOREIGN = {"argparse"}  # domains whose keys are another program's English sentences, so there is no English catalogue
DOMAINS = sorted({po.stem for po in catalogues()} - FOREIGN)
DOUBLE_PARTICLES = re.compile(
    r"은\(는\)|는\(은\)|이\(가\)|가\(이\)|을\(를\)|를\(을\)|와\(과\)|과\(와\)|\(으\)로|\(이\)"
)
HELPERS = {
    "problem",
    "_problem",
    "error",
    "advise",
    "complain",
    "failure",
    "sentence",
    "RunError",
    "FileError",
}  # they put their room's name before the key


@cache
def sentences(domain: str, language: str) -> dict[str, str]:
    """The sentences of one domain by key."""
    catalogue = read(LOCALE_FOLDER / language / "LC_MESSAGES" / f"{domain}.po")
    return {str(message.id): str(message.string) for message in catalogue if message.id}


def gaps(sentence: str) -> set[str]:
    """What has to be filled in, with its format: {"name", "eta:.2f"}."""
    return {
        f"{name}:{spec}" if spec else name
        for _, name, spec, _ in string.Formatter().parse(sentence)
        if name is not None
    }


@cache
def strings_in_source() -> frozenset[str]:
    """Every string in the program, and the pattern of every f-string, its gaps as ``.+``."""
    found = set()
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(re.escape(node.value))
            elif isinstance(node, ast.JoinedStr):
                found.add("".join(_pattern(part) for part in node.values))
    return frozenset(found)


def _pattern(part: ast.expr) -> str:
    return re.escape(part.value) if isinstance(part, ast.Constant) and isinstance(part.value, str) else ".+"


def keys_used() -> Iterator[tuple[str, str]]:
    """Each key that a call names outright, and the place of the call."""
    for source in SOURCES:
        tree = ast.parse(source.read_text(encoding="utf-8"))
        room = source.relative_to(ROOT / "tutor").parts[0].removesuffix(".py")
        helpers = dict.fromkeys(HELPERS, room) | _imported_helpers(tree)
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                continue
            function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            key = node.args[0].value
            place = f"{source.relative_to(ROOT)}:{node.lineno}"
            if isinstance(key, str) and function in {"Message", "say"} and "." in key:
                yield key, place
            elif isinstance(key, str) and function in helpers:
                domain = "lesson" if _is_complaint(node.func) else helpers[function]
                yield (key if "." in key else f"{domain}.{key}"), place


def _is_complaint(function: ast.expr) -> bool:
    """Whether it complains about a file: those sentences are of one room, whoever reads the file."""
    return isinstance(function, ast.Attribute) and getattr(function.value, "id", "") == "complaints"


def _imported_helpers(tree: ast.Module) -> dict[str, str]:
    """The helpers that a module has from another room, whose name they then put before the key."""
    return {
        alias.asname or alias.name: node.module.split(".")[1]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module is not None and node.module.startswith("tutor.")
        for alias in node.names
        if alias.name in HELPERS
    }


@pytest.mark.parametrize("domain", DOMAINS)
def test_both_languages_have_the_same_keys(domain: str) -> None:
    assert sentences(domain, "en").keys() == sentences(domain, "ko").keys()


@pytest.mark.parametrize("domain", DOMAINS)
def test_keys_name_their_domain(domain: str) -> None:
    assert [key for key in sentences(domain, "en") if not re.fullmatch(rf"{domain}\.[a-z0-9.-]+", key)] == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_both_sentences_have_the_same_gaps(domain: str) -> None:
    english, korean = sentences(domain, "en"), sentences(domain, "ko")
    different = {key: (english[key], korean[key]) for key in english if gaps(english[key]) != gaps(korean[key])}
    assert different == {}


@pytest.mark.parametrize("po", catalogues(), ids=lambda po: f"{po.parts[-3]}/{po.stem}")
def test_no_sentence_is_missing_fuzzy_or_written_twice(po: Path) -> None:
    catalogue = read(po)
    assert [message.id for message in catalogue if message.id and (not message.string or message.fuzzy)] == []
    ids = re.findall(r'^msgid "(.+)"$', po.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("po", catalogues(), ids=lambda po: f"{po.parts[-3]}/{po.stem}")
def test_compiled_catalogues_are_fresh(po: Path) -> None:
    assert po.with_suffix(".mo").read_bytes() == compiled(po), "run: python tests/tools/compile_catalogues.py"


def test_no_compiled_catalogue_is_left_behind() -> None:
    assert {mo.with_suffix(".po") for mo in LOCALE_FOLDER.glob("*/LC_MESSAGES/*.mo")} == set(catalogues())


def test_every_key_that_is_used_has_a_sentence() -> None:
    known = {key for domain in DOMAINS for key in sentences(domain, "en")}
    assert [f"{place}: {key}" for key, place in keys_used() if key not in known] == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_sentence_is_used(domain: str) -> None:
    used = re.compile("|".join(pattern for pattern in strings_in_source() if not re.fullmatch(r"(\.\+|\W)*", pattern)))
    unused = [
        key for key in sentences(domain, "en")
        if not used.fullmatch(key) and not used.fullmatch(key.removeprefix(f"{domain}."))
    ]  # fmt: skip
    assert unused == []


@pytest.mark.parametrize("po", [po for po in catalogues() if po.parts[-3] == "ko"], ids=lambda po: po.stem)
def test_korean_needs_no_double_particles(po: Path) -> None:
    found = [message.string for message in read(po) if DOUBLE_PARTICLES.search(str(message.string))]
    assert found == [], "put the filled-in name where no particle follows it:  모르는 이름: '{name}'"


@pytest.mark.parametrize("domain", DOMAINS)
def test_korean_gaps_are_followed_by_no_particle(domain: str) -> None:
    particle = re.compile(r"\}['’\"]?(은|는|이|가|을|를|과|와|로|으로)(?![가-힣])")
    assert {key: text for key, text in sentences(domain, "ko").items() if particle.search(text)} == {}


def test_what_keys_do_begins_with_a_capital() -> None:
    actions = {key: text for key, text in sentences("tui", "en").items() if key.startswith("tui.action-")}
    assert {key: text for key, text in actions.items() if not text[0].isupper()} == {}


def test_korean_has_one_word_for_a_branch() -> None:
    counted = re.compile(r"(한|두|세|네|몇|여러|그|이|[0-9}]) ?가지")
    branch = re.compile(r"(?<![가-힣])가지(?!고)")
    texts = {key: counted.sub("", text) for key, text in sentences("tui", "ko").items()}
    assert {key: text for key, text in texts.items() if branch.search(text)} == {}


@pytest.mark.parametrize("domain", DOMAINS)
def test_korean_is_korean(domain: str) -> None:
    assert [key for key, text in sentences(domain, "ko").items() if not re.search("[가-힣]", gapless(text))] == []


def gapless(sentence: str) -> str:
    """The sentence without its gaps; one that is nothing but gaps and signs counts as said in any language."""
    rest = re.sub(r"\{.*?\}", "", sentence)
    return rest if re.search(r"[A-Za-z가-힣]", rest) else "가"


def test_the_languages_are_those_with_a_folder() -> None:
    assert sorted(LANGUAGES) == sorted(folder.name for folder in LOCALE_FOLDER.iterdir())

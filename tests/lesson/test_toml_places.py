"""Places in TOML: every key and every element, exactly where it stands, whatever the writing."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.lesson.toml_places import NESTING, KeyPath, NestingError, toml_places

TRICKY = '''# a remark with [brackets] = "and quotes"
top = 1
"quoted key" = 'a # no remark'
dotted.a.b = { x = [1, 2], "y z" = {} , w.v = """
inside""" }

[table] # remark
list = [ # remark ]
    [1, 2],
    "]", '"', # remark
    { k = [true, 1979-05-27 07:32:00, 1979-05-27] },
]
basic = "a \\" quote # and \\\\"
literal = \'C:\\\'
long = """
first # no remark
  second "quoted" ""still inside"" \\""" end"""""
raw = \'\'\'
no \\ escape \'\' here\'\'\'

[ spaced . "out" ]
key = +1.5e-3
[[things]]
name = "one"
[things.sub]
deep = 1
[[things]]
name = "two"
[[things.parts]]
n = 1
[[things.parts]]
n = 2
'''


def paths(value: object, path: KeyPath = ()) -> set[KeyPath]:
    """The path of everything in a document."""
    found = {path} if path else set()
    if isinstance(value, dict):
        for key, entry in value.items():
            found |= paths(entry, (*path, key))
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            found |= paths(entry, (*path, index))
    return found


def at(text: str, line: int, column: int, end: int) -> str:
    return text.split("\n")[line - 1][column - 1 : end - 1]


def test_everything_in_a_tricky_document_has_a_place() -> None:
    assert set(toml_places(TRICKY)) == paths(tomllib.loads(TRICKY))


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("top",), "top", "1"),
        (("quoted key",), '"quoted key"', "'a # no remark'"),
        (("dotted", "a", "b", "x", 1), "2", "2"),
        (("dotted", "a", "b", "y z"), '"y z"', "{}"),
        (("dotted", "a", "b", "w", "v"), "v", '"""'),
        (("table", "list", 0, 1), "2", "2"),
        (("table", "list", 3, "k", 1), "1979-05-27 07:32:00", "1979-05-27 07:32:00"),
        (("table", "basic"), "basic", '"a \\" quote # and \\\\"'),
        (("table", "literal"), "literal", "'C:\\'"),
        (("table", "long"), "long", '"""'),
        (("spaced", "out", "key"), "key", "+1.5e-3"),
        (("things", 1, "name"), "name", '"two"'),
        (("things", 1, "parts", 1, "n"), "n", "2"),
    ],
)
def test_places(path: KeyPath, key: str, value: str) -> None:
    spot = toml_places(TRICKY)[path]
    assert at(TRICKY, spot.key.line, spot.key.column, spot.key.end) == key
    assert at(TRICKY, spot.value.line, spot.value.column, spot.value.end) == value


@pytest.mark.parametrize(
    ("path", "begins", "plain"),
    [
        (("table", "basic"), 'a \\" quote', False),
        (("table", "literal"), "C:", True),
        (("table", "long"), "first", False),
        (("table", "raw"), "no \\ escape", True),
        (("things", 0, "name"), "one", True),
    ],
)
def test_where_the_characters_of_a_string_begin(path: KeyPath, begins: str, plain: bool) -> None:
    spot = toml_places(TRICKY)[path]
    assert spot.text is not None
    assert TRICKY.split("\n")[spot.text.line - 1][spot.text.column - 1 :].startswith(begins)
    assert spot.plain is plain


scalars = st.one_of(
    st.integers(-(2**40), 2**40).map(str),
    st.floats(allow_nan=True).map(lambda number: repr(number).replace("e+", "e")),
    st.sampled_from(["true", "false", '"a"', "''", '"""\nx\n"""', "'''y'''", '"[#]"', "1979-05-27", '"\\u00e9"']),
)
bare = st.text("abcdefgh-_019", min_size=1, max_size=4)
dotted = st.lists(st.one_of(bare, bare.map(lambda key: f'"{key} é"')), min_size=1, max_size=3).map(" . ".join)
gaps = st.sampled_from(["", " ", "\n", " # ]}\n", "\n\n"])


def lists(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(st.tuples(gaps, inner, gaps), max_size=4).map(
        lambda entries: "[" + ",".join(a + b + c for a, b, c in entries) + "]"
    )


def tables(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(st.tuples(dotted, inner), max_size=3).map(
        lambda entries: "{" + " , ".join(f"{key} = {value}" for key, value in entries) + "}"
    )


values = st.recursive(scalars, lambda inner: st.one_of(lists(inner), tables(inner)), max_leaves=8)
lines = st.one_of(
    st.tuples(dotted, values).map(lambda pair: f"{pair[0]} = {pair[1]}"),
    dotted.map(lambda key: f"[{key}]"),
    dotted.map(lambda key: f"[[ {key} ]] # x"),
    st.sampled_from(["", "# remark", "\t"]),
)


@given(st.lists(lines, max_size=8).map("\n".join))
def test_the_same_paths_as_tomllib_finds(text: str) -> None:
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    found = toml_places(text)
    assert set(found) == paths(values)
    rows = text.split("\n")
    for spot in found.values():
        for place in (spot.key, spot.value):
            assert 1 <= place.line <= len(rows)
            assert 1 <= place.column <= place.end <= len(rows[place.line - 1]) + 1


def test_nesting_has_a_limit() -> None:
    toml_places("a = " + "[" * NESTING + "]" * NESTING)
    with pytest.raises(NestingError) as found:
        toml_places("a = " + "[" * 40 + "]" * 40)
    assert found.value.place.line == 1

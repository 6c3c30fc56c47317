"""Addresses: a moment, a value, a cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.engine.address import MOST_UPDATES, Address, AddressError, parse_address

READ = {
    "12/dW1[0,1]": Address(12, "dW1", (0, 1)),
    " 12 / dW1 [ 0 , 1 ] ": Address(12, "dW1", (0, 1)),
    "12/W1.v": Address(12, "W1.v"),
    "dW1[3]": Address(None, "dW1", (3,)),
    "h": Address(None, "h"),
    "0/h": Address(0, "h"),
    "480": Address(480),
    "731,204": Address(731_204),
    "731_204/L": Address(731_204, "L"),
    "12/": Address(12),
}


@pytest.mark.parametrize("text", READ)
def test_reading(text: str) -> None:
    assert parse_address(text) == READ[text]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "h[",
        "h[a]",
        "h[-1]",
        "h[]",
        "1/2",
        "-1/h",
        "h/1",
        "1.5/h",
        "h.v.w",
        "한글",
        "1/h[0,]",
        "h h",
        "١٢",
    ],
)
def test_what_is_no_address_says_what_one_looks_like(text: str) -> None:
    with pytest.raises(AddressError) as caught:
        parse_address(text)
    assert caught.value.message.say("en") != caught.value.message.say("ko")


@pytest.mark.parametrize("digits", [str(MOST_UPDATES + 1), "9" * 20, "9" * 5000, "9" * 30 + "/h", "9" * 30 + "/h[0]"])
def test_an_update_that_is_only_too_large_is_said_to_be(digits: str) -> None:
    with pytest.raises(AddressError) as caught:
        parse_address(digits)
    assert caught.value.message.key == "engine.update-too-large"
    assert f"{MOST_UPDATES:,}" in caught.value.message.say("en")


def test_zeros_before_a_number_do_not_make_it_larger() -> None:
    assert parse_address("0" * 40 + "12/h") == Address(12, "h")
    assert parse_address(str(MOST_UPDATES)) == Address(MOST_UPDATES)


def test_an_index_of_any_size_is_an_index() -> None:
    assert parse_address("h[99999999999]") == Address(None, "h", (99_999_999_999,))


names = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,8}(\.[a-z])?", fullmatch=True)
indices = st.none() | st.lists(st.integers(0, 9999), min_size=1, max_size=4).map(tuple)


@given(st.none() | st.integers(0, 10**12), names, indices)
def test_an_address_survives_writing_and_reading(update: int | None, name: str, index: tuple[int, ...] | None) -> None:
    address = Address(update, name, index)
    assert parse_address(str(address)) == address


@given(st.text(max_size=20))
def test_any_text_is_an_address_or_an_address_error(text: str) -> None:
    try:
        address = parse_address(text)
    except AddressError:
        return
    assert parse_address(str(address)) == address

"""The answer as text: every part of it, in both languages, in any width."""

from __future__ import annotations

import pytest

from tests.tui.support import array, graph_model, large_model, lesson, model, moment_at, xor_model
from tutor.engine.address import parse_address
from tutor.engine.model import Model
from tutor.engine.rules import RULES
from tutor.messages import LANGUAGES, Language, say
from tutor.tui.inquiry import Inquiry, Questions
from tutor.tui.panels.why import draw_why, why
from tutor.tui.picture.tags import Spot, Subject
from tutor.tui.session import Session


def asked(it: Session, text: str) -> Inquiry:
    address = parse_address(text)
    assert address.update is not None
    assert address.name is not None
    it.run.go(address.update)
    return Questions(it).ask(Spot(Subject("line", "result", "value", address.name), address.index or ()))


def text_of(it: Session, address: str, language: Language = "en", width: int = 76) -> str:
    return draw_why(asked(it, address), language, width, 4).plain()


def test_a_gradient() -> None:
    rows = text_of(Session(xor_model(), lesson("xor")), "0/dW2[0,0]", width=110).split("\n")
    assert rows[:7] == [
        "∂L/∂w⁽²⁾₁₁ (h₁→o)   0/dW2[0,0]   dW2 = h.T @ dz2",
        "= h₁₁ · ∂L/∂z⁽²⁾₁₁ + h₂₁ · ∂L/∂z⁽²⁾₂₁ + h₃₁ · ∂L/∂z⁽²⁾₃₁ + h₄₁ · ∂L/∂z⁽²⁾₄₁",
        "= 0.2315 · 0.1296 + 0.09975 · (−0.1251) + 0.5 · (−0.1194) + 0.2689 · 0.1365",
        "= 0.03000 − 0.01248 − 0.05968 + 0.03670",
        rows[4],
        "rounded to 4 digits; in full -0.00545786728305573",
        "",
    ]
    assert rows[4].startswith("= −0.005458   ✓ numeric gradient −0.005458, relative error ")
    text = "\n".join(rows)
    assert "4 products are added up, of h and what comes back to z₂" in text
    assert "They agree" in text
    assert "z₂ → y → L  −0.005458" in text
    assert "•  computed from (8)" in text
    assert "∘  goes into (1)" in text


def test_the_paths_of_a_value_that_is_used_twice_add_up() -> None:
    twice = model("a = w * x\nb = w * a\nL = a + b", {"w": array(3.0).reshape(())}, {"x": array(2.0).reshape(())})
    text = text_of(Session(twice), "0/dw")
    assert "paths to the loss (3)" in text
    chains = [row.split() for row in text.split("\n") if row.startswith(("  a →", "  b →"))]
    assert sorted(float(row[-1]) for row in chains) == [2.0, 6.0, 6.0]
    assert "Σ 14" in text


@pytest.mark.parametrize("rule", ["sgd", "momentum", "adam"])
def test_an_updated_parameter_shows_its_rule_with_numbers(rule: str) -> None:
    text = text_of(Session(xor_model(eta=0.5, update=RULES[rule])), "2/W2[0,0]")
    assert "← w⁽²⁾₁₁" in text
    if rule == "sgd":
        assert "← w⁽²⁾₁₁ − η · ∂L/∂w⁽²⁾₁₁" in text
    if rule == "momentum":
        assert "W₂.v" in text  # the state is read, and is there
    assert "moves by" in text


def test_the_data_are_an_end() -> None:
    text = text_of(Session(xor_model(), lesson("xor")), "0/X[1,1]")
    assert "= 1.0" in text
    assert "is data" in text
    assert "computed from" not in text
    assert "goes into" in text


def test_a_number_that_is_not_rounded_is_not_said_to_be() -> None:
    text = text_of(Session(graph_model()), "0/J")
    assert "= 33" in text
    assert "rounded" not in text


def test_a_long_sum_is_folded_and_unfolded() -> None:
    inquiry = asked(Session(large_model()), "0/z1[3,5]")
    folded = draw_why(inquiry, "en", 76, 4)
    assert "…779…" in folded.plain()
    assert folded.height < 30
    inquiry.unfolded = True
    whole = draw_why(inquiry, "en", 76, 4)
    assert "…779…" not in whole.plain()
    assert whole.plain().count("w⁽¹⁾") > 784
    inquiry.unfolded = False
    assert draw_why(inquiry, "en", 76, 4).plain() == folded.plain()


def test_the_way_walked_is_shown_and_its_beginning_gives_way() -> None:
    inquiry = asked(Session(xor_model()), "0/dW1[0,0]")
    for address in ("0/dz1[0,0]", "0/dh[0,0]", "0/dz2[0,0]", "0/y[0,0]"):
        inquiry.enter(parse_address(address))
    wide, narrow = (draw_why(inquiry, "en", width, 4).plain().split("\n")[0] for width in (100, 40))
    assert wide == "0/dW1[0,0] → 0/dz1[0,0] → 0/dh[0,0] → 0/dz2[0,0] → 0/y[0,0]"
    assert narrow == "… → 0/dh[0,0] → 0/dz2[0,0] → 0/y[0,0]"[-40:] or narrow.endswith("0/dz2[0,0] → 0/y[0,0]")
    assert len(narrow) <= 40


def test_of_many_cells_those_around_the_chosen_one_are_listed() -> None:
    inquiry = asked(Session(large_model()), "0/z1[0,0]")
    for _ in range(300):
        inquiry.choose(1)
    text = draw_why(inquiry, "en", 76, 4).plain()
    assert "computed from (1,569)" in text
    chosen = inquiry.here.naming.cell("W1", inquiry.chosen.index or ()) if inquiry.chosen else ""
    assert f"‹{chosen} = " in text
    assert "…293 " in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_anything_is_asked_the_panel_says_how(language: Language) -> None:
    picture = why(moment_at(Session(xor_model()), 0, 3, language), 60, 8)
    assert picture.plain().replace("\n", " ") == say("tui.why-nothing-asked", language)


WIDE: dict[str, Model] = {"xor": xor_model(), "graph": graph_model(), "adam": xor_model(update=RULES["adam"])}


@pytest.mark.parametrize("name", WIDE)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [30, 56, 98])
def test_every_answer_keeps_to_its_columns(name: str, language: Language, width: int) -> None:
    it = Session(WIDE[name], lesson("xor") if name == "xor" else None)
    for line in it.run.lines:
        cell = f"[{','.join('0' * len(line.shape))}]" if line.shape else ""
        inquiry = asked(it, f"{int(line.phase == 'update')}/{line.name}{cell}")
        inquiry.choose(1)
        picture = draw_why(inquiry, language, width, 4)
        assert picture.width <= width, (line.name, picture.plain())
        assert "tui." not in picture.plain()
        assert "explain." not in picture.plain()

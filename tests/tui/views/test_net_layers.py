"""The layers that are found in a model's lines."""

from __future__ import annotations

import numpy as np
import pytest

from tests.tui.support import array, graph_model, lesson, model, session, shipped, xor_model
from tutor.tui.session import Session
from tutor.tui.views.layers import Net, net_of


def found(net: Net) -> list[tuple[int, list[str], int, str | None]]:
    return [(layer.column, layer.names, layer.units, layer.bias) for layer in net.layers]


def test_an_activation_belongs_to_the_layer_of_its_line() -> None:
    net = net_of(Session(xor_model()))
    assert found(net) == [(0, ["X"], 2, None), (1, ["z1", "h"], 2, "b1"), (2, ["z2", "y"], 1, "b2")]
    assert [(link.source, link.target, link.weight, link.turned) for link in net.links] == [
        (0, 1, "W1", False),
        (1, 2, "W2", False),
    ]
    assert net.is_chain


def test_a_deeper_net_without_biases_with_its_activations_inside_the_lines() -> None:
    weights = {name: np.ones(shape) for name, shape in (("A", (3, 4)), ("B", (4, 2)), ("C", (2, 1)))}
    net = net_of(Session(model("h = relu(X @ A)\ng = tanh(h @ B)\ny = g @ C\nL = mean((y - Y)**2)", weights,
                               {"X": np.ones((5, 3)), "Y": np.ones((5, 1))})))  # fmt: skip
    assert found(net) == [(0, ["X"], 3, None), (1, ["h"], 4, None), (2, ["g"], 2, None), (3, ["y"], 1, None)]
    assert net.is_chain


def test_weights_that_stand_to_by_from_are_turned() -> None:
    net = net_of(Session(model("z = x @ W.T\ny = sigmoid(z)", {"W": np.ones((2, 3))}, {"x": np.ones(3)})))
    assert found(net) == [(0, ["x"], 3, None), (1, ["z", "y"], 2, None)]
    assert net.links[0].turned
    assert net.layers[0].single


def test_examples_may_stand_in_columns() -> None:
    net = net_of(session("loops-and-matrices", "columns"))
    assert [(layer.names, layer.units, layer.axis) for layer in net.layers] == [(["C"], 2, 0), (["z", "a"], 1, 0)]


def test_two_steps_through_time_share_their_weights() -> None:
    net = net_of(session("recurrent"))
    assert [(layer.column, layer.names[-1]) for layer in net.layers] == [
        (0, "x1"), (0, "h0"), (1, "h1"), (1, "x2"), (2, "h2"), (3, "y"),
    ]  # fmt: skip
    assert [link.weight for link in net.links] == ["Wx", "Wh", "Wx", "Wh", "V"]


def test_a_scaled_input_belongs_to_the_inputs() -> None:
    assert found(net_of(session("house-price")))[0] == (0, ["S", "x"], 1, None)


def test_what_follows_from_the_last_layer_is_no_part_of_it() -> None:
    layers = net_of(session("initial-values")).layers
    assert [layer.names for layer in layers[1:]] == [[f"z{n}", f"a{n}"] for n in range(1, 6)]


def test_the_targets_are_no_layer() -> None:
    data = {"X": np.ones((3, 2)), "Y": np.ones((3, 1))}
    it = model("y = X @ W\ne = y - Y\nL = sum(e**2)", {"W": np.ones((2, 1))}, data)
    assert [layer.names for layer in net_of(Session(it)).layers] == [["X"], ["y"]]


@pytest.mark.parametrize("text", ["J = 3 * (a + b)", "J = a * b"])
def test_where_nothing_is_multiplied_by_a_matrix_there_are_no_layers(text: str) -> None:
    numbers = {name: array(2.0).reshape(()) for name in "ab"}
    assert net_of(Session(model(text, numbers))).layers == []
    assert net_of(Session(graph_model())).layers == []


def test_every_network_that_a_lesson_asks_for_has_layers() -> None:
    asked = 0
    for head in shipped().lessons:
        it = lesson(head.id)
        for variant in (None, *it.variants):
            if any(view.kind == "network" for view in it.views_of(variant)):
                asked += 1
                if (head.id, variant) not in {("gradient-check", "by-hand"), ("linear-collapses", "affine")}:
                    assert net_of(session(head.id, variant)).layers, (head.id, variant)
    assert asked > 20

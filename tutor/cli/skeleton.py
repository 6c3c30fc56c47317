"""The text of a new lesson: a net of given layer widths, complete in both languages, to be changed by its author."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from string import Template
from typing import Literal, NamedTuple, get_args

Activation = Literal["sigmoid", "tanh", "relu", "leaky_relu", "elu"]
Output = Literal["sigmoid", "softmax", "identity", "tanh", "relu"]
Loss = Literal["bce", "cross_entropy", "squared", "mse", "absolute"]
ACTIVATIONS: tuple[Activation, ...] = get_args(Activation)
OUTPUTS: tuple[Output, ...] = get_args(Output)
LOSSES: tuple[Loss, ...] = get_args(Loss)

ROWS = 4
"""Examples in the data of a new lesson: as many as anybody works out by hand."""

ETA = 0.5

_TEMPLATE = Path(__file__).with_name("skeleton.toml")
_LOSS_LINES: dict[Loss, str] = {
    "bce": "bce(y, Y)",
    "cross_entropy": "cross_entropy(y, Y)",
    "squared": "0.5 * sum((y - Y)**2)",
    "mse": "mean((y - Y)**2)",
    "absolute": "sum(abs(y - Y))",
}
_LOSS_OF: dict[Output, Loss] = {"sigmoid": "bce", "softmax": "cross_entropy"}
_OUTPUT_OF: dict[Loss, Output] = {"bce": "sigmoid", "cross_entropy": "softmax"}


class Net(NamedTuple):
    """A fully connected net: ``layers`` are the widths from input to output."""

    layers: tuple[int, ...]
    activation: Activation
    output: Output
    loss: Loss

    @property
    def name(self) -> str:
        """The net as people say it: 2-3-1."""
        return "-".join(map(str, self.layers))

    @property
    def elements(self) -> int:
        """Numbers in its largest parameter."""
        return max(rows * columns for rows, columns in pairwise(self.layers))


def completed(layers: tuple[int, ...], activation: Activation, output: Output | None, loss: Loss | None) -> Net:
    """The net that was asked for; what was left open is chosen to suit the rest, and one output is a yes or no."""
    if output is None:
        usual: Output = "sigmoid" if layers[-1] == 1 else "softmax"
        output = usual if loss is None else _OUTPUT_OF.get(loss, "identity")
    return Net(layers, activation, output, loss or _LOSS_OF.get(output, "squared"))


def clash(net: Net) -> str | None:
    """Why output and loss do not go together, as the last part of a message key; None if they do."""
    if net.loss in _OUTPUT_OF and net.output != _OUTPUT_OF[net.loss]:
        return f"new-{net.loss.replace('_', '-')}-needs"
    if net.output == "softmax" and net.layers[-1] == 1:
        return "new-softmax-of-one"
    return None


def skeleton(net: Net, lesson_id: str, numbers: Mapping[str, object] | None = None) -> str:
    """The lesson file of ``net``, as TOML; ``numbers``: of data, parameters and eta, that stand in it as they are."""
    last = len(net.layers) - 1
    numbers = numbers or {}
    lines = _model(net)
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        id=lesson_id,
        net=net.name,
        inputs=net.layers[0],
        outputs=net.layers[-1],
        rows=ROWS,
        model="\n".join(lines),
        data=_value(numbers["X"]) if "X" in numbers else _normal(net.layers[0], 1),
        targets=_value(numbers["Y"]) if "Y" in numbers else _targets(net),
        parameters="\n".join(_parameters(net, numbers)),
        eta=numbers.get("eta", ETA),
        hidden="h" if last == 2 else "h1",
        first="W1",
        last=f"W{last}",
        last_bias=f"b{last}",
        last_z="y" if net.output == "identity" else f"z{last}",
    )


def _model(net: Net) -> list[str]:
    """The forward program, its equals signs aligned."""
    last = len(net.layers) - 1
    pairs: list[tuple[str, str]] = []
    before = "X"
    for layer in range(1, last + 1):
        name = "y" if layer == last else "h" if last == 2 else f"h{layer}"
        function = net.output if layer == last else net.activation
        total = f"{before} @ W{layer} + b{layer}"
        if function == "identity":
            pairs.append((name, total))
        else:
            pairs += [(f"z{layer}", total), (name, f"{function}(z{layer})")]
        before = name
    pairs.append(("L", _LOSS_LINES[net.loss]))
    longest = max(len(name) for name, _ in pairs)
    return [f"{name:{longest}} = {formula}" for name, formula in pairs]


def _parameters(net: Net, numbers: Mapping[str, object]) -> list[str]:
    if f"W{len(net.layers) - 1}" in numbers:
        layers = range(1, len(net.layers))
        return [f"{name} = {_value(numbers[name])}" for layer in layers for name in (f"W{layer}", f"b{layer}")]
    init = "he" if net.activation in {"relu", "leaky_relu", "elu"} else "xavier"
    lines = []
    for layer, (rows, columns) in enumerate(pairwise(net.layers), start=1):
        lines.append(f'W{layer} = {{ init = "{init}", shape = [{rows}, {columns}], seed = {layer} }}')
        lines.append(f'b{layer} = {{ init = "zeros", shape = [{columns}] }}')
    return lines


def _targets(net: Net) -> str:
    """Y: yes and no in turn, the classes in turn, or drawn numbers."""
    width = net.layers[-1]
    if net.output == "softmax":
        return _rows([[int(row % width == column) for column in range(width)] for row in range(ROWS)])
    if net.loss == "bce":
        return _rows([[(row + column) % 2 for column in range(width)] for row in range(ROWS)])
    return _normal(width, 2)


def _normal(width: int, seed: int) -> str:
    return f'{{ random = "normal", shape = [{ROWS}, {width}], seed = {seed} }}'


def _value(value: object) -> str:
    """A vector in a line, a matrix in rows."""
    rows = value if isinstance(value, list) else []
    return _rows(rows) if rows and isinstance(rows[0], list) else str(value)


def _rows(rows: Sequence[Sequence[int]]) -> str:
    return "[\n" + "".join(f"    {list(row)},\n" for row in rows) + "]"

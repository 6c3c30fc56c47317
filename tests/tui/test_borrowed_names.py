"""No class of ours uses a private name of Textual's for something of its own: both would write over each other."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest
from textual.message_pump import MessagePump

import tutor.tui


def _ours() -> Iterator[type[MessagePump]]:
    """Every screen, widget and application of the tutor."""
    for module in pkgutil.walk_packages(tutor.tui.__path__, "tutor.tui."):
        for found in vars(importlib.import_module(module.name)).values():
            if inspect.isclass(found) and issubclass(found, MessagePump) and found.__module__ == module.name:
                yield found


def _assigned(owner: type[object]) -> set[str]:
    """The attributes of ``self`` that the body of a class assigns."""
    tree = ast.parse(inspect.getsource(owner))  # top-level classes only: a nested one would be indented
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
        if isinstance(node.value, ast.Name) and node.value.id == "self"
    }


@pytest.mark.parametrize("owner", sorted(set(_ours()), key=str))
def test_no_private_name_of_textual_is_taken(owner: type[MessagePump]) -> None:
    theirs = {name for base in owner.__mro__ if base.__module__.startswith("textual.") for name in _assigned(base)}
    assert not {name for name in _assigned(owner) & theirs if name.startswith("_")}

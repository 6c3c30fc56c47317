"""Parameters in files of their own: read into a lesson, and written from one.

Two forms, told apart by the file's ending: ``.npz``, NumPy's own, and JSON, as ``tutor show --json`` prints it (the
whole output, or what stands in it under ``parameters``).
"""

from __future__ import annotations

import io
import json
import math
import os
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

import numpy as np

from tutor.formula.operations.operation import Array, Shape, describe
from tutor.formula.problems import Place
from tutor.lesson.complaint import Complaint, Complaints
from tutor.lesson.files import FileError, read_bytes, read_text
from tutor.lesson.kinds import unknown

JSON_BYTES = 50_000_000
NPZ_BYTES = 400_000_000


def read_parameters(file: Path, shapes: Mapping[str, Shape]) -> tuple[dict[str, Array] | None, tuple[Complaint, ...]]:
    """The values in ``file`` for the parameters of a model, whose ``shapes`` they must have.

    A parameter that the file leaves out is left out of the result as well: it keeps its own initial value.

    Returns:
        The values, or None and why not.
    """
    complaints = Complaints(file)
    try:
        npz = file.suffix.lower() == ".npz"
        values = _read_npz(file, shapes, complaints) if npz else _read_json(file, shapes, complaints)
    except FileError as found:
        return None, found.about(file)
    return (None, complaints.all) if complaints.errors else (values, complaints.all)


def write_parameters(file: Path, parameters: Mapping[str, Array]) -> tuple[Complaint, ...]:
    """Write ``parameters`` to ``file``, as its ending says; a file that stands there is replaced whole or not at all.

    Returns:
        Nothing, or why it could not be written.
    """
    if file.suffix.lower() == ".npz":
        buffer = io.BytesIO()
        np.savez(buffer, allow_pickle=False, **parameters)
        content = buffer.getvalue()
    else:
        rows = [f"  {json.dumps(name)}: {json.dumps(value.tolist())}" for name, value in parameters.items()]
        content = ("{\n" + ",\n".join(rows) + "\n}\n").encode()
    complaints = Complaints(file)
    try:
        _replace(file, content)
    except OSError as found:
        complaints.error("cannot-write", reason=found.strerror or "?")
    return complaints.all


def _replace(file: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name[:40]}-")
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
        Path(temporary).replace(file)
    except OSError:
        with suppress(OSError):
            Path(temporary).unlink()
        raise


def _known(names: Iterable[str], shapes: Mapping[str, Shape], complaints: Complaints) -> list[str]:
    """The names that are parameters of the model; the others are complained about."""
    known = []
    for name in names:
        if name in shapes:
            known.append(name)
        else:
            unknown(complaints, "unknown-parameter", None, name, shapes)
    if not known and not complaints.errors:
        complaints.error("no-parameters", known=", ".join(shapes))
    return known


def _read_json(file: Path, shapes: Mapping[str, Shape], complaints: Complaints) -> dict[str, Array]:
    text = read_text(file, JSON_BYTES)
    try:
        content = json.loads(text)
    except json.JSONDecodeError as found:
        raise FileError("not-json", Place(found.lineno, found.colno, found.colno + 1), text) from None
    except (RecursionError, ValueError):  # ValueError: a whole number of more than 4300 digits
        raise FileError("not-json") from None
    if isinstance(content, dict) and isinstance(content.get("parameters"), dict):
        content = content["parameters"]
    if not isinstance(content, dict):
        raise FileError("not-parameters")
    values: dict[str, Array] = {}
    for name in _known(content, shapes, complaints):
        shape = _json_shape(content[name])
        if shape is None:
            complaints.error("parameter-not-numbers", name=name)
        elif shape != shapes[name]:
            _wrong_shape(name, shape, shapes[name], complaints)
        else:
            values[name] = np.array(content[name], dtype=np.float64)
    return values


def _json_shape(value: object) -> Shape | None:
    """The shape of nested lists of finite numbers, or None if they are none."""
    if isinstance(value, list):
        inner = {_json_shape(entry) for entry in value}
        first = inner.pop() if len(inner) == 1 else None
        return None if first is None else (len(value), *first)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    fits = abs(value) < 1 << 1000 if isinstance(value, int) else math.isfinite(value)
    return () if fits else None


def _read_npz(file: Path, shapes: Mapping[str, Shape], complaints: Complaints) -> dict[str, Array]:
    content = io.BytesIO(read_bytes(file, NPZ_BYTES))
    values: dict[str, Array] = {}
    try:
        with zipfile.ZipFile(content) as archive:
            members = {name.removesuffix(".npy"): name for name in archive.namelist()}
            for name in _known(members, shapes, complaints):
                with archive.open(members[name]) as member:
                    value = _read_npy(member, name, shapes[name], complaints)
                if value is not None:
                    values[name] = value
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        # ValueError: no .npy inside, or one with Python objects, which are never unpickled
        raise FileError("not-npz") from None
    return values


def _read_npy(member: IO[bytes], name: str, shape: Shape, complaints: Complaints) -> Array | None:
    """One array, of which no more is read than its header unless the header fits."""
    version = np.lib.format.read_magic(member)
    read_header = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    found, column_major, dtype = read_header(member)
    if dtype.kind not in "fiu":
        complaints.error("parameter-not-numbers", name=name)
        return None
    if tuple(found) != shape:
        _wrong_shape(name, tuple(found), shape, complaints)
        return None
    flat = np.frombuffer(member.read(dtype.itemsize * math.prod(shape)), dtype=dtype)
    value = np.ascontiguousarray(flat.reshape(shape, order="F" if column_major else "C"), dtype=np.float64)
    if not np.isfinite(value).all():
        complaints.error("parameter-not-numbers", name=name)
        return None
    return value


def _wrong_shape(name: str, found: Shape, expected: Shape, complaints: Complaints) -> None:
    complaints.error("parameter-shape", name=name, found=describe(found), expected=describe(expected))

"""How hypothesis tries: `TUTOR_EXAMPLES=50000 pytest tests/formula tests/engine` tries many, and others each time."""

from __future__ import annotations

import importlib.util
import os

import pytest
from hypothesis import HealthCheck, settings

_PATIENT = (HealthCheck.too_slow, HealthCheck.data_too_large)

# The same examples on every run: what fails in one place fails in another. No deadline: machines are shared.
settings.register_profile("ci", max_examples=100, deadline=None, derandomize=True, suppress_health_check=_PATIENT)
settings.register_profile(
    "many",
    max_examples=int(os.environ.get("TUTOR_EXAMPLES", "100")),
    deadline=None,
    print_blob=True,
    suppress_health_check=_PATIENT,
)
settings.load_profile("many" if "TUTOR_EXAMPLES" in os.environ else "ci")

# The doctest collector imports every file; this one can only be imported where PyTorch is installed.
collect_ignore = [] if importlib.util.find_spec("torch") else ["torch_interpreter.py"]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two workers for each core: the tests of the screen wait for it more than they compute."""
    return 2 * (os.cpu_count() or 1)

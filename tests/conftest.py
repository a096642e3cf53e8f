"""What all tests share: a program that is loaded already, and an office to copy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.offices import make_office
from tests.once import made_once
from tests.warm import Warm


@pytest.fixture(scope="session")
def warm() -> Iterator[Warm]:
    """Starts the program and the registry without loading them anew."""
    made = Warm()
    yield made
    made.close()


@pytest.fixture(scope="session")
def model_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that is copied and never used itself; one for all workers."""
    return made_once(tmp_path_factory, "model-office", make_office)

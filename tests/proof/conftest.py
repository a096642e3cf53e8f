"""A registry, profiles and signed things that every test of this directory copies."""

from __future__ import annotations

import pytest

from tests.proof.world import Model, make_model


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    return make_model(tmp_path_factory.mktemp("proof"))

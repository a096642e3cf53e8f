from __future__ import annotations

import pytest

from tests.signing.gost_engine import Engine


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """OpenSSL with its GOST engine."""
    return Engine(tmp_path_factory.mktemp("engine"))

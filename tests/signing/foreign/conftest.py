"""One authority and its programs for all tests of this directory."""

from __future__ import annotations

import pytest

from tests.signing.foreign.makers import Makers


@pytest.fixture(scope="session")
def makers(tmp_path_factory: pytest.TempPathFactory) -> Makers:
    return Makers.at(tmp_path_factory.mktemp("makers"))


@pytest.fixture(scope="module")
def signed(makers: Makers) -> bytes:
    return makers.sign_pdf()

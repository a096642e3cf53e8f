"""Tokens shared by the tests of one session; a test that changes a token makes its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from signing.token.host import TokenHost
from signing.token.provision import KeyKind
from tests.signing.faults import FaultyToken
from tests.signing.softhsm import MadeToken, make_token


@pytest.fixture(scope="session")
def ec_token(tmp_path_factory: pytest.TempPathFactory) -> MadeToken:
    return make_token(tmp_path_factory.mktemp("ec"))


@pytest.fixture(scope="session")
def rsa_token(tmp_path_factory: pytest.TempPathFactory) -> MadeToken:
    return make_token(tmp_path_factory.mktemp("rsa"), key_kind=KeyKind.RSA_2048)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the module with faults is compiled, once."""
    return tmp_path_factory.mktemp("built")


@pytest.fixture
def ec_host(ec_token: MadeToken) -> Iterator[TokenHost]:
    with TokenHost(ec_token.module) as host:
        yield host


@pytest.fixture
def own(tmp_path: Path, built: Path) -> FaultyToken:
    """A token that is this test's alone."""
    return FaultyToken(make_token(tmp_path / "own"), built, tmp_path / "fault")


@pytest.fixture
def shared(tmp_path: Path, ec_token: MadeToken, built: Path) -> FaultyToken:
    """A token nothing of which is changed."""
    return FaultyToken(ec_token, built, tmp_path / "fault")

"""A package that is none is the store's damage: synchronising knows nothing of signing."""

from __future__ import annotations

from pathlib import Path

import pytest

from eqaror_desktop.flows.time_stamp import time_stamp
from signing.trust import TrustAnchors
from sync.client import RegistryClient
from sync.errors import StoreDamaged
from sync.http import Http
from sync.secrets import choose_secrets
from sync.station import Store


@pytest.mark.parametrize("package", [b"no package", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_package_is_damage(tmp_path: Path, package: bytes) -> None:
    client = RegistryClient(Http("http://127.0.0.1:9"))
    with Store.open(tmp_path, choose_secrets(tmp_path, "file")) as store:
        entry = store.outbox.queue_package(
            package, person="1" * 14, draft="d", title="t", version_digest="0" * 64
        )
        with pytest.raises(StoreDamaged):
            time_stamp(entry, store.outbox, client, TrustAnchors(()))
    client.close()

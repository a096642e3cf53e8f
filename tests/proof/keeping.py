"""A program that keeps all kinds of things in a profile and says each when it is kept: PLACE."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from sync import vault
from sync.entries import OutboxKind
from sync.secrets import choose_secrets
from sync.station import Store
from sync.store.parts import Kept
from sync.wire import RemarkRequest

CONTENT = b"an annex " * 2000


def remark(store: Store, text: str) -> str:
    request = RemarkRequest(1, None, None, "", text)
    return store.outbox.queue(OutboxKind.REMARK, request, **NAMES).key


NAMES = {"person": "1", "draft": "d-1", "title": "Qaror", "version_digest": "v"}


def say(what: str, about: str) -> None:
    print(what, about, flush=True)


def main() -> int:
    """Keep, take back, sign, put away, change the keys, and keep again."""
    profile = Path(sys.argv[1]) / "profile"
    secrets = choose_secrets(profile, "file")
    with Store.open(profile, secrets) as store:
        taken, exported = remark(store, "taken back"), remark(store, "exported")
        say("queued", exported)
        store.outbox.cancel(taken)
        say("taken", taken)
        store.outbox.note_export(exported)
        say("exported", exported)
        digest = hashlib.sha256(CONTENT).hexdigest()
        store.files.put(CONTENT, digest)
        say("file", digest)
        parts = (b"PK first ", Kept(digest, len(CONTENT)), b" last")
        say("package", store.outbox.queue_package(parts, **NAMES).key)
        store.facts.put("a fact", "kept")
        say("fact", "a")
    vault.rotate(profile, secrets)
    say("rotated", "-")
    with Store.open(profile, secrets) as store:
        say("queued", remark(store, "under new keys"))
        whole = b"PK whole"
        say("package", store.outbox.queue_package(whole, **NAMES).key)
    return 0

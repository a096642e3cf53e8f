"""A program that signs one draft, sends it and ends: PROFILE DRAFT, the PIN on standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from eqaror_desktop.application import Application


def main() -> int:
    """Do a person's whole job; 0 if the registry took it."""
    profile, draft = sys.argv[1:]
    pin = bytearray(sys.stdin.buffer.readline().strip())
    with Application.open(Path(profile)) as application:
        plan = application.desk.plan_signing(draft)
        (signed,) = application.desk.sign([plan], pin)
        application.sync()
        return int(signed.entry is None or application.outbox()[-1].open)

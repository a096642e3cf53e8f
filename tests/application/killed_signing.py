"""A program that signs and is killed, as by a power cut: PROFILE DRAFT STEP, the PIN on stdin.

STEP is a step of the flow before which it ends, ``hang`` to wait for whoever kills it while the
token is asked, or ``kept`` to end right after the package is in the outbox.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from eqaror_desktop.application import Application
from eqaror_desktop.flows.plans import SigningPlan
from eqaror_desktop.flows.signing import Step


def main() -> None:
    """Sign one draft and die on the way."""
    profile, draft, fatal = sys.argv[1:]
    pin = bytearray(sys.stdin.buffer.readline().strip())

    def progress(_plan: SigningPlan, step: Step) -> None:
        if step == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    with Application.open(Path(profile)) as application:
        plan = application.desk.plan_signing(draft)
        print("ready", flush=True)
        for _ in application.desk.sign([plan], pin, progress):
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()

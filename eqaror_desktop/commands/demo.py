"""``demo``: a demo office, and in it the window, or the whole main job without one."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from functools import partial
from pathlib import Path
from types import FrameType

from eqaror_desktop.commands import DONE, FAILED, Context, add_json, positive, print_json
from eqaror_desktop.commands.sign import tell_running
from eqaror_desktop.demo import (
    PIN,
    Office,
    RunningRegistry,
    Stopwatch,
    free_port,
    hold_office,
    prepare_office,
    require_registry,
)
from eqaror_desktop.display import require_display
from eqaror_desktop.errors import NothingAsked
from sync.errors import OutcomeUnknown
from sync.wire import Action, DraftSummary


def arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``demo``."""
    parser.add_argument("--dir", type=Path, metavar="DIR")
    parser.add_argument("--drafts", type=positive, metavar="N")
    parser.add_argument("--headless", action="store_true")
    parser.add_argument("--serve", action="store_true")
    add_json(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Make the office if it is not there; then do the main job, serve, or open the window."""
    # A package for workstations has none, and with a screen it would have none either.
    require_registry()
    if not (arguments.headless or arguments.serve):
        require_display()
    directory: Path = arguments.dir or _usual_directory(headless=arguments.headless)
    lock = hold_office(directory)
    try:
        return _run(directory, arguments, context)
    finally:
        lock.release()


def _run(directory: Path, arguments: argparse.Namespace, context: Context) -> int:
    watch = Stopwatch()

    def tell(step: str) -> None:
        print(context.messages.text("demo", step), file=sys.stderr, flush=True)

    with watch.step("office"):
        office = prepare_office(directory, drafts=arguments.drafts, progress=tell)
        office = free_port(office)
    if arguments.headless or arguments.serve:
        signal.signal(signal.SIGTERM, _end)
    with watch.step("registry"):
        registry = RunningRegistry(office)
        registry.__enter__()
    try:
        if arguments.headless:
            code = _main_job(office, registry, watch, context, as_json=arguments.json)
            if code != DONE or not arguments.serve:
                return code
        where = {"address": registry.address, "pin": PIN.decode(), "dir": directory}
        print(context.messages.text("demo", "ready", **where), file=sys.stderr, flush=True)
        if arguments.serve:
            registry.wait()
            return DONE
        from eqaror_desktop.desktop.main import main as open_window

        return open_window(office.places.profile)
    finally:
        registry.stop()


def _end(number: int, _frame: FrameType | None) -> None:
    """End in order when asked to, so that the registry ends too."""
    raise SystemExit(128 + number)


def _main_job(
    office: Office, registry: RunningRegistry, watch: Stopwatch, context: Context, *, as_json: bool
) -> int:
    """Sign in, synchronise, read, sign, send, export, verify – with the window's own code."""
    from eqaror_desktop.application import Application
    from signing.report import Verdict

    with watch.step("open"):
        application = Application.open(office.places.profile)
    with application:
        with watch.step("sign_in"):
            application.sign_in(office.hokim.serial, bytearray(PIN))
        with watch.step("sync"):
            report = application.sync()
            if report.failure is not None:
                raise report.failure
        with watch.step("read"):
            chosen = _choose(application.drafts(asked=True))
            draft = application.draft(chosen.id)
            for file in (draft.text, *(item.file for item in draft.annexes)):
                application.file(file)
            application.trail_checks(draft)
        with watch.step("sign"):
            waits = partial(tell_running, context=context)
            plan = application.desk.plan_signing(chosen.id, office.hokim.serial, early=waits)
            (signed,) = application.desk.sign([plan], bytearray(PIN))
            if signed.entry is None:
                raise signed.error or NothingAsked(chosen.id, str(Action.SIGN))
        with watch.step("register"):
            report = application.sync()
            if report.failure is not None:
                raise report.failure
        entry = next(item for item in application.outbox() if item.key == signed.entry.key)
        if entry.registration is None:
            print(context.messages.refusal(entry.code or ""), file=sys.stderr)
            raise OutcomeUnknown(entry.key)
        with watch.step("export"):
            target = office.places.directory / "packages"
            target.mkdir(exist_ok=True)
            path = target / f"{chosen.id}-v{chosen.version}.asice"
            with path.open("wb") as stream:
                stream.writelines(application.carrier.registered_package(chosen.id))
        with watch.step("verify"):
            verified = application.verify(path, [office.places.trust])
    told = {
        "draft_id": chosen.id,
        "package_path": str(path),
        "registration_number": entry.registration.number,
        "registration_date": entry.registration.date,
        "registry_address": registry.address,
        "trust_anchors": str(office.places.trust),
        "verdict": verified.verdict,
        "seconds": watch.seconds,
    }
    if as_json:
        print_json(told)
    else:
        for name, value in told.items():
            print(f"{name}: {value}")
    return DONE if verified.verdict is Verdict.VALID else FAILED


def _choose(drafts: tuple[DraftSummary, ...]) -> DraftSummary:
    """Take a decision with annexes if one waits for a signature."""
    waiting = [item for item in drafts if Action.SIGN in item.actions]
    if not waiting:
        raise NothingAsked("demo", str(Action.SIGN))
    return max(waiting, key=lambda item: (0 < item.annex_count <= 3, item.id))


def _usual_directory(*, headless: bool) -> Path:
    """Keep the demo between two starts; a run without a window begins afresh."""
    if headless:
        return Path(tempfile.mkdtemp(prefix="eqaror-demo-"))
    from eqaror_desktop.profile import own_place

    return own_place("eqaror-demo")

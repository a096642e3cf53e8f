"""``sign``: one draft or several with one PIN entry."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING

from eqaror_desktop.commands import (
    FAILED,
    OPEN,
    USAGE,
    Context,
    add_json,
    add_token,
    print_json,
    put,
)
from eqaror_desktop.commands.outbox import public, send_and_tell
from eqaror_desktop.commands.pins import ask_for_pin
from eqaror_desktop.errors import AlreadySigned, NotAllowed
from eqaror_desktop.findings import CheckState
from signing.errors import SigningError
from sync.attempts import Consent
from sync.errors import StoreError
from sync.wire import Action

if TYPE_CHECKING:
    from eqaror_desktop.application import Application
    from eqaror_desktop.flows.batch import Batch
    from eqaror_desktop.flows.plans import SigningPlan
    from sync.entries import OutboxEntry

INTERRUPTED = 130
"""128 and the number of SIGINT, as shells count."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``sign``."""
    parser.add_argument("ids", nargs="*", metavar="ID")
    parser.add_argument("--all-ready", action="store_true")
    add_token(parser)
    add_json(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Check, sign, keep, send; a draft that cannot be signed does not stop the others.

    Ctrl-C ends after the document under way; what is in the outbox is not signed twice.
    """
    if arguments.all_ready == bool(arguments.ids):
        print(context.messages.text("cli", "which_drafts"), file=sys.stderr)
        return USAGE
    with context.open() as application:
        application.tokens.warm()
        plans, code = _plans(arguments, context, application)
        if not plans:
            if arguments.json:
                print_json([])
            return FAILED
        if arguments.all_ready:
            ready = context.messages.text("words", "batch_ready", count=len(plans))
            print(ready, file=sys.stderr)
        pin = ask_for_pin(application, plans[0].token, arguments, context)
        from eqaror_desktop.flows.batch import BatchItem

        batch = application.desk.batch([BatchItem(plan, Consent()) for plan in plans])
        stopped, failure = _carry_out(batch, pin, context)
        entries = [result.entry for result in batch.results if result.entry is not None]
        if _tell_failures(batch, failure, context):
            code = FAILED
        if isinstance(failure, KeyboardInterrupt):
            # Its person wants an end now; what is in the outbox leaves at the next occasion.
            _tell_kept(entries, application, context, as_json=arguments.json)
        elif entries or not failure:
            told = send_and_tell(application, entries, context, as_json=arguments.json)
            code = code or told
    if batch.waiting and len(plans) > 1:
        waiting = context.messages.text("words", "batch_waiting", count=batch.waiting)
        print(waiting, file=sys.stderr)
    if _tell_unknown(batch, failure, context):
        return OPEN
    if failure is not None:
        raise failure
    return INTERRUPTED if stopped else code


def _plans(
    arguments: argparse.Namespace, context: Context, application: Application
) -> tuple[list[SigningPlan], int]:
    """Plan each draft and tell its checks; one that cannot be signed is told and left out."""
    from eqaror_desktop.flows.batch import concerns_one

    wanted = arguments.ids
    if arguments.all_ready:
        asked = application.drafts(asked=True)
        wanted = [item.id for item in asked if Action.SIGN in item.actions]
    code, plans = 0, []
    for draft in dict.fromkeys(wanted):
        try:
            plan = application.desk.plan_signing(
                draft,
                arguments.token,
                certificate=arguments.certificate,
                early=partial(tell_running, context=context),
            )
        except Exception as error:
            if not concerns_one(error):
                raise
            # What is signed already is what --all-ready is about to leave alone.
            if not (arguments.all_ready and isinstance(error, AlreadySigned)):
                _tell(error, draft, context)
                code = FAILED
            continue
        if not arguments.json:
            _show(plan, context)
        if plan.stopped_by:
            _tell(NotAllowed(plan.stopped_by), draft, context)
            code = FAILED
        else:
            plans.append(plan)
    return plans, code


def tell_running(plan: SigningPlan, context: Context) -> None:
    """Say what keeps everything waiting: pages that several readers draw take minutes."""
    running = [item.code for item in plan.checks if item.state is CheckState.RUNNING]
    what = ", ".join(map(context.messages.check_name, map(str, running)))
    told = context.messages.text("words", "being_checked", draft=plan.draft.summary.id, what=what)
    print(told, file=sys.stderr, flush=True)


def _carry_out(
    batch: Batch, pin: bytearray, context: Context
) -> tuple[bool, SigningError | StoreError | KeyboardInterrupt | None]:
    """Run a batch; returns whether Ctrl-C ended it, and the error that did."""
    stopped = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopped
        if stopped:
            raise KeyboardInterrupt
        stopped = True
        print(context.messages.text("words", "batch_pausing"), file=sys.stderr)
        batch.stop()

    before = signal.signal(signal.SIGINT, stop)
    try:
        batch.run(pin)
    except (SigningError, StoreError, KeyboardInterrupt) as error:
        return stopped, error
    finally:
        signal.signal(signal.SIGINT, before)
    return stopped and batch.waiting > 0, None


def _tell_failures(batch: Batch, failure: BaseException | None, context: Context) -> bool:
    """Tell what stood against single documents; what ended all of them is told once, later."""
    own = [item for item in batch.results if item.error is not None and item.error is not failure]
    for result in own:
        if result.error is not None:
            _tell(result.error, result.draft, context)
    return bool(own)


def _tell_unknown(batch: Batch, failure: BaseException | None, context: Context) -> bool:
    """Tell of which document nobody knows whether the token signed it, and why."""
    from eqaror_desktop.flows.batch import ItemState

    unknown = [item.draft for item in batch.results if item.state is ItemState.UNKNOWN]
    if unknown and isinstance(failure, Exception):
        print(context.messages.error(failure), file=sys.stderr)
    for draft in unknown:
        told = context.messages.text("words", "outcome_unknown", draft=draft)
        print(told, file=sys.stderr)
    return bool(unknown)


def _tell_kept(
    entries: Sequence[OutboxEntry], application: Application, context: Context, *, as_json: bool
) -> None:
    if as_json:
        print_json([public(entry, application) for entry in entries])
        return
    for entry in entries:
        context.say("signed", draft=entry.draft)


def _tell(error: Exception, draft: str, context: Context) -> None:
    told = str(context.messages.error(error))
    print(told if draft in told else f"{draft}: {told}", file=sys.stderr)


def _show(plan: SigningPlan, context: Context) -> None:
    from eqaror_desktop.content_check import finding_lines

    marks = {"ok": "✓", "warning": "!", "failed": "✗", "skipped": "–"}
    put(f"{plan.draft.summary.id}  {plan.draft.summary.title}")
    digest = " ".join(plan.digest[at : at + 8] for at in range(0, 64, 8))
    put(f"  {digest}")
    for check in plan.checks:
        name, answer = context.messages.check(
            str(check.code), str(check.state), check.detail, check.expected, check.case
        )
        put(f"  {marks[check.state]} {name}: {answer}")
        for line in finding_lines(check, context.messages):
            put(f"      {line}")

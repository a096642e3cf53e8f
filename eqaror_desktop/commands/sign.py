"""``sign``: one draft or several with one PIN entry."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from eqaror_desktop.commands import FAILED, Context, add_json, add_token, print_json, put
from eqaror_desktop.commands.outbox import send_and_tell
from eqaror_desktop.errors import AlreadySigned, NotAllowed, NothingAsked

if TYPE_CHECKING:
    from eqaror_desktop.flows.signing import SigningPlan


def arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``sign``."""
    parser.add_argument("ids", nargs="+", metavar="ID")
    add_token(parser)
    add_json(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Check, sign, keep, send; a draft that cannot be signed does not stop the others."""
    code = 0
    with context.open() as application:
        plans = []
        for draft in dict.fromkeys(arguments.ids):
            try:
                plan = application.plan_signing(
                    draft, arguments.token, certificate=arguments.certificate
                )
            except Exception as error:
                if not _concerns_one(error):
                    raise
                _tell(error, draft, context)
                code = FAILED
                continue
            if not arguments.json:
                _show(plan, context)
            if plan.stopped_by:
                stopped = NotAllowed(plan.stopped_by)
                _tell(stopped, draft, context)
                code = FAILED
            else:
                plans.append(plan)
        if not plans:
            if arguments.json:
                print_json([])
            return FAILED
        attempts = context.messages.attempts(str(plans[0].token.attempts))
        print(attempts, file=sys.stderr)
        pin = context.read_pin(from_stdin=arguments.pin_stdin)
        entries = []
        for signed in application.sign(plans, pin):
            if signed.entry is not None:
                entries.append(signed.entry)
            elif signed.error is not None:
                name = signed.plan.draft.summary.id
                _tell(signed.error, name, context)
                code = FAILED
        told = send_and_tell(application, entries, context, as_json=arguments.json)
    return code or told


def _tell(error: Exception, draft: str, context: Context) -> None:
    told = str(context.messages.error(error))
    print(told if draft in told else f"{draft}: {told}", file=sys.stderr)


def _concerns_one(error: Exception) -> bool:
    """Whether another draft may still be signed; what the token or the session lacks, all lack."""
    from signing.errors import CertificateMismatch, DocumentError, DraftChanged
    from sync.errors import BadAnswer, FileTampered, NotFound, Refused

    own = (AlreadySigned, NothingAsked, NotAllowed)
    signing = (CertificateMismatch, DocumentError, DraftChanged)
    return isinstance(error, (*own, *signing, BadAnswer, FileTampered, NotFound, Refused))


def _show(plan: SigningPlan, context: Context) -> None:
    marks = {"ok": "✓", "warning": "!", "failed": "✗", "skipped": "–"}
    put(f"{plan.draft.summary.id}  {plan.draft.summary.title}")
    digest = " ".join(plan.digest[at : at + 8] for at in range(0, 64, 8))
    put(f"  {digest}")
    for check in plan.checks:
        name, answer = context.messages.check(
            str(check.code), str(check.state), check.detail, check.expected, check.case
        )
        put(f"  {marks[check.state]} {name}: {answer}")

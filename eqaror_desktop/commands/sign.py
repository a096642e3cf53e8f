"""``sign``: one draft or several with one PIN entry."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from eqaror_desktop.commands import FAILED, Context, add_json, add_token
from eqaror_desktop.commands.outbox import send_and_tell
from eqaror_desktop.errors import NotAllowed

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
        for draft in arguments.ids:
            plan = application.plan_signing(draft, arguments.token)
            if not arguments.json:
                _show(plan, context)
            if plan.stopped_by:
                error = NotAllowed(plan.stopped_by)
                print(f"{draft}: {context.messages.error(error)}", file=sys.stderr)
                code = FAILED
            else:
                plans.append(plan)
        if not plans:
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
                print(f"{name}: {context.messages.error(signed.error)}", file=sys.stderr)
                code = FAILED
        told = send_and_tell(application, entries, context, as_json=arguments.json)
    return code or told


def _show(plan: SigningPlan, context: Context) -> None:
    marks = {"ok": "✓", "warning": "!", "failed": "✗", "skipped": "–"}
    print(f"{plan.draft.summary.id}  {plan.draft.summary.title}")
    digest = " ".join(plan.digest[at : at + 8] for at in range(0, 64, 8))
    print(f"  {digest}")
    for check in plan.checks:
        name, answer = context.messages.check(str(check.code), str(check.state), check.detail)
        print(f"  {marks[check.state]} {name}: {answer}")

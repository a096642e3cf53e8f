"""``agree``, ``object``, ``return`` and ``reject``."""

from __future__ import annotations

import argparse
import sys

from eqaror_desktop.clock import utc_clock
from eqaror_desktop.commands import Context, add_json, add_token
from eqaror_desktop.commands.outbox import send_and_tell
from eqaror_desktop.commands.pins import ask_for_pin, token_meant
from eqaror_desktop.outbox_words import silence
from sync.wire import Action, Answer, DraftState


def arguments_agree(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``agree``; a remark makes it an agreement with a note."""
    parser.add_argument("id")
    parser.add_argument("--remark", default="", metavar="TEXT")
    add_token(parser)
    add_json(parser)


def run_agree(arguments: argparse.Namespace, context: Context) -> int:
    """Agree, with a note if there is one."""
    decision = Answer.AGREED_WITH_NOTE if arguments.remark else Answer.AGREED
    return _answer(arguments, context, decision)


def arguments_object(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``object``."""
    parser.add_argument("id")
    parser.add_argument("--remark", required=True, metavar="TEXT")
    add_token(parser)
    add_json(parser)


def run_object(arguments: argparse.Namespace, context: Context) -> int:
    """Object, with the reason."""
    return _answer(arguments, context, Answer.OBJECTED)


def arguments_return(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``return`` and ``reject``; the reason is what the drafter will read."""
    parser.add_argument("id")
    parser.add_argument("--reason", required=True, metavar="TEXT")
    add_json(parser)


arguments_reject = arguments_return


def run_return(arguments: argparse.Namespace, context: Context) -> int:
    """Return a draft to its drafter."""
    return _send_back(arguments, context, Action.RETURN)


def run_reject(arguments: argparse.Namespace, context: Context) -> int:
    """Reject a draft for good."""
    return _send_back(arguments, context, Action.REJECT)


def _send_back(arguments: argparse.Namespace, context: Context, action: Action) -> int:
    with context.open() as application:
        entry = application.desk.send_back(arguments.id, action, arguments.reason)
        return send_and_tell(application, [entry], context, as_json=arguments.json)


def _answer(arguments: argparse.Namespace, context: Context, decision: Answer) -> int:
    with context.open() as application:
        draft = application.draft(arguments.id)
        application.desk.require_none_waits(draft)
        due, now = draft.summary.deadline, utc_clock()
        if due is not None and due <= now and draft.summary.state is DraftState.IN_AGREEMENT:
            late = context.messages.text("words", "answer_late")
            print(f"{silence(draft.summary, context.messages, now)}. {late}", file=sys.stderr)
        me = application.connection.require_person()
        token = token_meant(application, arguments, me.person.pinfl)
        pin = ask_for_pin(application, token, arguments, context)
        entry = application.desk.answer(
            arguments.id,
            decision,
            arguments.remark,
            token.serial,
            pin,
            certificate=arguments.certificate,
        )
        return send_and_tell(application, [entry], context, as_json=arguments.json)

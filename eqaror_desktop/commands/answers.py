"""``agree`` and ``object``."""

from __future__ import annotations

import argparse

from eqaror_desktop.commands import Context, add_json, add_token
from eqaror_desktop.commands.outbox import send_and_tell
from sync.wire import Answer


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


def _answer(arguments: argparse.Namespace, context: Context, decision: Answer) -> int:
    with context.open() as application:
        application.draft(arguments.id)
        pin = context.read_pin(from_stdin=arguments.pin_stdin)
        entry = application.answer(
            arguments.id,
            decision,
            arguments.remark,
            arguments.token,
            pin,
            certificate=arguments.certificate,
        )
        return send_and_tell(application, [entry], context, as_json=arguments.json)

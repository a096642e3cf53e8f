"""Asking for PINs: what is known of the attempts comes first, then the question."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from eqaror_desktop.commands import Context
from eqaror_desktop.errors import AttemptUnconfirmed
from signing.token.pin import PinKind

if TYPE_CHECKING:
    from eqaror_desktop.application import Application
    from eqaror_desktop.messages import Messages
    from eqaror_desktop.pins import PinMemory
    from signing.token.info import TokenInfo
    from signing.token.pin import PinReason, PinUse

_YES = {"y", "yes", "д", "да", "ha", "ҳа"}


def add_yes(parser: argparse.ArgumentParser) -> None:
    """Add ``--yes``: an attempt that may be the last is meant."""
    parser.add_argument("--yes", action="store_true")


def token_meant(
    application: Application, arguments: argparse.Namespace, pinfl: str | None
) -> TokenInfo:
    """Return the token that will be used, before its PIN is asked for.

    Raises:
        TokenError, CertificateError, SeveralTokens, SeveralCertificates: there is none, or it is
            not clear which one.
    """
    from eqaror_desktop.choosing import Wanted

    kept = None if pinfl is None else application.remembered(pinfl)
    wanted = Wanted(arguments.token, arguments.certificate, kept)
    return application.offer(pinfl=pinfl).pick(wanted)[0].info


def ask_for_pin(
    application: Application, token: TokenInfo, arguments: argparse.Namespace, context: Context
) -> bytearray:
    """Tell what is known of the attempts and return the PIN; empty where the reader asks.

    A key that wants the PIN each time asks on the same way as here: the next line of standard
    input, or another prompt.

    Raises:
        AttemptUnconfirmed: it may be the last attempt, and nobody said that it is meant.
    """
    prepare(application, token, PinKind.USER, arguments, context)
    if token.protected_path:
        return bytearray()
    return context.read_pin(from_stdin=arguments.pin_stdin)


def prepare(
    application: Application,
    token: TokenInfo,
    kind: PinKind,
    arguments: argparse.Namespace,
    context: Context,
) -> None:
    """Tell what is known of the attempts; have a risky one confirmed; say who asks for more.

    Raises:
        AttemptUnconfirmed: it may be the last attempt, and nobody said that it is meant.
    """
    pins, words = application.pins, context.messages
    attempts = token.puk_attempts if kind is PinKind.PUK else token.attempts
    _tell(words.attempts(str(attempts)))
    told = remembered(pins, token.serial, kind, words)
    if told:
        _tell(told)
    if pins.guarded(token, kind):
        if not (arguments.yes or _confirm(arguments, context)):
            code = "puk" if kind is PinKind.PUK else "pin"
            raise AttemptUnconfirmed(token.serial, pins.tries(token.serial, kind), code)
        pins.allow(token.serial)

    def again(reason: PinReason) -> bytearray:
        if not arguments.pin_stdin:
            _tell(words.text("words", "pin_again", number=reason.number))
        try:
            return context.read_pin(from_stdin=arguments.pin_stdin)
        except SystemExit:
            # In the middle of the work it is no PIN, which ends this signature alone.
            return bytearray()

    def sending(use: PinUse) -> None:
        if use.on_reader:
            _tell(words.text("words", "pin_on_reader", seconds=f"{use.seconds:.0f}"))

    pins.asker, pins.sending = again, sending


def remembered(pins: PinMemory, serial: str, kind: PinKind, words: Messages) -> str:
    """Return what this station remembers of a token's attempts; empty for nothing."""
    tries, record = pins.tries(serial, kind), pins.record(serial, kind)
    if not tries:
        return ""
    last = words.moment(record.last) if record.last else "–"
    unknown = record.unknown + record.begun
    return words.text("words", "pin_remembered", tries=tries, unknown=unknown, last=last)


def _confirm(arguments: argparse.Namespace, context: Context) -> bool:
    if arguments.pin_stdin or sys.stdin is None or not sys.stdin.isatty():
        return False
    print(context.messages.text("cli", "pin_risky"), end=" ", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in _YES


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr)

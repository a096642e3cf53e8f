"""Drivers, tokens and certificates: with what could be signed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from eqaror_desktop.doctor.finding import Finding
from eqaror_desktop.messages import Messages
from signing.certificate import utc_now
from signing.errors import ModuleNotLoaded, NoCertificate, PinMustChange

if TYPE_CHECKING:
    from eqaror_desktop.application import Application
    from eqaror_desktop.choosing import Offer, TokenChoice

_SOON_DAYS = 30
"""A certificate that ends within so many days is named before the day it is missed."""


def look_at_tokens(application: Application, messages: Messages) -> Iterator[Finding]:
    """Look at drivers, tokens and certificates; it may wait for each of them."""
    offer = application.offer()
    failed = {item.module: item.error for item in offer.problems}
    for module, host in application.tokens.hosts.items():
        text = messages.text("words", "driver_crashes", module=module, count=host.crashes)
        error = failed.get(module)
        if isinstance(error, ModuleNotLoaded):
            # It names the driver, which never ran.
            yield Finding.of("drivers", error, messages)
        elif error is not None:
            yield Finding.of("drivers", error, messages, text.rstrip("."))
        elif host.crashes:
            cure = messages.text("words", "driver_cure")
            yield Finding("drivers", ok=False, text=f"{text} {cure}", what=text, cure=cure)
        else:
            yield Finding("drivers", ok=True, text=text)
    if not offer.tokens:
        yield Finding("tokens", ok=False, text=messages.text("words", "no_token"))
    for token in offer.tokens:
        usable = any(item.refusal is None for item in token.certificates)
        lines = [*_token_lines(token, messages)]
        lines += _remembered(application, token.info.serial, messages)
        yield Finding("tokens", ok=usable, text="\n".join(lines))
    yield from _certificate(application, offer, messages)


def _certificate(application: Application, offer: Offer, messages: Messages) -> Iterator[Finding]:
    """Tell the days left of the certificate with which this person would sign."""
    me = application.person()
    usable = [
        item.facts
        for token in offer.tokens
        for item in token.certificates
        if item.refusal is None and (me is None or item.facts.pinfl == me.person.pinfl)
    ]
    if not usable:
        if any(token.certificates for token in offer.tokens):
            yield Finding.of("certificates", NoCertificate(), messages)
        return
    last = max(usable, key=lambda item: item.not_after)
    days = last.days_left(utc_now())
    text = f"{last.common_name}, {messages.text('words', 'days_left', count=days)}"
    if days > _SOON_DAYS:
        yield Finding("certificates", ok=True, text=text)
    else:
        cure = messages.text("words", "certificate_cure")
        told = f"{text}. {cure}"
        yield Finding("certificates", ok=True, text=told, warns=True, what=text, cure=cure)


def _remembered(application: Application, serial: str, messages: Messages) -> Iterator[str]:
    """What this station knows of PINs and PUKs that the token did not accept."""
    from eqaror_desktop.commands.pins import remembered
    from signing.token.pin import PinKind

    for kind, name in ((PinKind.USER, "pin"), (PinKind.PUK, "puk")):
        told = remembered(application.pins, serial, kind, messages)
        if told:
            yield f"    ! {messages.text('words', name)}: {told}"


def _token_lines(token: TokenChoice, messages: Messages) -> Iterator[str]:
    from eqaror_desktop.choosing import described

    attempts = messages.attempts(str(token.info.attempts))
    yield f"{token.info.label} {token.info.serial}. {attempts}"
    if token.info.must_change_pin:
        yield f"    ! {messages.error(PinMustChange(), signing=False).what}"
    for item in token.certificates:
        mark = "✓" if item.refusal is None else "✗"
        days = messages.text("words", "days_left", count=item.facts.days_left(utc_now()))
        yield f"    {mark} {described(item, messages.forms)} ({days}); {item.facts.algorithm}"
        if item.refusal is not None:
            yield f"      {messages.error(item.refusal).what}"
    for damaged in token.damaged:
        yield f"    ✗ {messages.text('words', 'certificate_damaged', label=damaged.label)}"
    if not token.certificates and not token.damaged:
        yield f"    ✗ {messages.text('words', 'no_certificates')}"

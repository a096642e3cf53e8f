"""Giving a token's user another PIN: with the present one, or with the unblocking code."""

from __future__ import annotations

from signing.token import protocol
from signing.token.host import TokenHost
from signing.token.info import TokenInfo
from signing.token.pin import PinKind, PinUse, UnblockWay, check_change, check_unblock


def change_pin(host: TokenHost, serial: str, old: bytearray, new: bytearray) -> None:
    """Change the PIN; both buffers are wiped in every case. Leaves nobody logged in.

    Args:
        host: the host of the module that sees the token.
        serial: serial number of the token.
        old: the present PIN in UTF-8; empty where the reader itself asks for both.
        new: the new one.

    Raises:
        PinLength: one of them is outside the token's limits; nothing was sent.
        NewPinSymbols, NewPinSame: the new one is no good choice; nothing was sent.
        PinIncorrect: the present PIN is wrong; an attempt was used.
        PinLocked: the token takes no PIN any more.
        NewPinRefused: the token does not take the new one; the old one stays.
        PinCancelled: taken back on the reader.
        TokenAbsent: no token has this serial number.
        TokenBusy: a session is open, or another command runs.
        TokenError: the driver failed; whether the PIN was changed is not known.
    """
    try:
        host.require_no_session()
        token = host.token(serial)
        check_change(token, old, new)
        # On a reader the present PIN is typed, then the new one twice.
        seconds = _seconds(host, token, entries=3)
        host.ask(
            protocol.ChangePin(serial),
            protocol.Done,
            seconds,
            secrets=(old, new),
            use=PinUse(token, PinKind.USER, seconds, changing=True),
        )
    finally:
        protocol.wipe(old)
        protocol.wipe(new)


def unblock_pin(
    host: TokenHost,
    serial: str,
    puk: bytearray,
    new: bytearray,
    way: UnblockWay = UnblockWay.OFFICER,
) -> None:
    """Set a new PIN with the unblocking code; both buffers are wiped in every case.

    It is for a token that is locked, or whose PIN was forgotten or never set. One way is tried
    and no other: an unblocking code has few attempts, and with the last the token is lost.

    Args:
        host: the host of the module that sees the token.
        serial: serial number of the token.
        puk: the unblocking code in UTF-8.
        new: the new PIN.
        way: how the token's driver takes the code.

    Raises:
        PukLength, PinLength, NewPinSymbols: of the code or the new PIN; nothing was sent.
        PukIncorrect: the code is wrong; an attempt was used.
        PukLocked: the token takes no code any more.
        NewPinRefused: the token does not take the new PIN.
        DeviceFault: also where the driver knows no such way.
        TokenError, PinCancelled: as :func:`change_pin`.
    """
    try:
        host.require_no_session()
        token = host.token(serial)
        check_unblock(token, puk, new)
        seconds = _seconds(host, token, entries=3)
        host.ask(
            protocol.UnblockPin(serial, way),
            protocol.Done,
            seconds,
            secrets=(puk, new),
            use=PinUse(token, PinKind.PUK, seconds),
        )
    finally:
        protocol.wipe(puk)
        protocol.wipe(new)


def _seconds(host: TokenHost, token: TokenInfo, entries: int) -> float:
    limit = host.limits.login_of(token)
    return limit * entries if token.protected_path else limit

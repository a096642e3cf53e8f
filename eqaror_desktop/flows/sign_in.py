"""Signing in with a token: a CMS signature over the registry's one-time challenge."""

from __future__ import annotations

from datetime import datetime

from eqaror_desktop.connection import Connection
from eqaror_desktop.tokens import Tokens, identity
from signing.cms import build_signed_data
from signing.statement import session_statement
from signing.trust import TrustAnchors
from sync.wire import Me


def sign_in(
    connection: Connection,
    tokens: Tokens,
    anchors: TrustAnchors,
    *,
    serial: str | None,
    pin: bytearray,
    now: datetime,
) -> Me:
    """Sign in with the certificate on a token; ``pin`` is wiped in every case.

    The challenge is fetched first: while the registry is away no PIN attempt is spent.

    Raises:
        TokenError, PinError, CertificateError, SeveralTokens: the token.
        RegistryError, NotConfigured: the registry; ``Refused`` if it does not know the person.
    """
    try:
        client = connection.client()
        challenge = client.challenge()
        token, choice = tokens.choose(serial, now)
        statement = session_statement(challenge.registry, challenge.challenge)
        with tokens.open(token.info.serial, pin) as session:
            signer = session.signer(identity(choice.certificate, anchors))
            signature = build_signed_data(signer, statement, signing_time=now)
    finally:
        pin[:] = bytes(len(pin))
    client.sign_in(challenge.id, signature)
    return connection.me()

"""Signing in with a token: a CMS signature over the registry's one-time challenge."""

from __future__ import annotations

from datetime import datetime

from eqaror_desktop.choosing import Wanted
from eqaror_desktop.connection import Connection
from eqaror_desktop.keylog import KeyUses, intent_of
from signing.cms import build_signed_data
from signing.errors import CertificateMismatch
from signing.statement import session_statement
from sync.attempts import JournalKind
from sync.wire import Me


def sign_in(
    connection: Connection,
    keys: KeyUses,
    *,
    wanted: Wanted,
    pin: bytearray,
    now: datetime,
) -> Me:
    """Sign in with the certificate on a token; ``pin`` is wiped in every case.

    The challenge is fetched first: while the registry is away no PIN attempt is spent.

    Raises:
        TokenError, PinError, CertificateError, AlgorithmRefused: the token.
        SeveralTokens, SeveralCertificates: it is not clear which certificate is meant.
        CertificateMismatch: the registry takes the certificate for somebody else's; nobody is
            signed in.
        RegistryError, NotConfigured: the registry; ``Refused`` if it does not know the person.
    """
    try:
        client = connection.client()
        challenge = client.challenge()
        token, choice = keys.tokens.choose(wanted, now)
        statement = session_statement(challenge.registry, challenge.challenge)
        intent = intent_of(JournalKind.SIGN_IN, choice.certificate, token.info.serial)
        with (
            keys.open(intent, choice.certificate, pin) as signer,
            keys.attempt(intent) as attempt,
        ):
            signer.announce(attempt, str(intent.kind), now)
            signature = build_signed_data(signer, statement, signing_time=now)
            keys.journal.done(attempt)
    finally:
        pin[:] = bytes(len(pin))
    client.sign_in(challenge.id, signature)
    me = connection.me()
    if me.person.pinfl != choice.facts.pinfl:
        connection.sign_out()
        raise CertificateMismatch(choice.facts.name, "pinfl")
    return me

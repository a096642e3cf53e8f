"""A receipt is believed only if a registry signed it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from eqaror_desktop.demo import PIN
from eqaror_desktop.flows.receipt import ReceiptState, check_receipt
from signing.certificate import utc_now
from signing.cms import build_signed_data
from signing.memory_key import MemorySigner
from signing.signer import SignerCertificate
from signing.trust import TrustAnchors
from sync.entries import OutboxEntry, OutboxKind, OutboxState
from sync.wire import Receipt
from tests.application.conftest import Station
from tests.signing.pki import HOKIM, NOW, Authority2

pytestmark = pytest.mark.settled


def test_what_a_receipt_is_worth(station: Station) -> None:
    with station.open() as application:
        station.sign_in(application)
        chosen = station.to_sign(application)[0].id
        list(application.desk.sign([application.desk.plan_signing(chosen)], bytearray(PIN)))
        application.sync()
        (entry,) = application.outbox()
        assert application.receipt_state(entry) is ReceiptState.VALID
        anchors, name = application.anchors, application.proofs.registry_name
    receipt = entry.receipt
    assert receipt is not None
    now = utc_now()
    changed = replace(entry, receipt=replace(receipt, statement=receipt.statement + " "))
    assert check_receipt(changed, anchors, now, name) is ReceiptState.INVALID
    assert check_receipt(entry, TrustAnchors(()), now, name) is ReceiptState.UNTRUSTED
    assert check_receipt(replace(entry, receipt=None), anchors, now, name) is ReceiptState.NONE
    person = Authority2().signer(HOKIM)
    forged = Receipt(receipt.statement, build_signed_data(person, receipt.statement.encode()))
    assert (
        check_receipt(replace(entry, receipt=forged), anchors, now, name) is ReceiptState.INVALID
    )
    # Under the same anchor are companies too; and without a name nobody is the registry.
    other = replace(entry, receipt=receipt)
    assert check_receipt(other, anchors, now, "CN=Boshqa") is ReceiptState.INVALID
    assert check_receipt(other, anchors, now, "") is ReceiptState.UNTRUSTED


def test_a_receipt_by_a_revoked_certificate() -> None:
    """Whoever has the stolen key confirms whatever he likes; what came before is still good."""
    authority, key = Authority2(), ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Reyestr")])
    builder = authority._builder(
        subject, authority.issuing.certificate, key, NOW - timedelta(days=30), 730
    )
    builder = builder.add_extension(x509.BasicConstraints(False, None), True)
    certificate = builder.sign(authority.issuing.key, hashes.SHA256())
    signer = MemorySigner(key, SignerCertificate(certificate, (authority.issuing.certificate,)))
    statement = '{"number":"1"}'
    came = NOW - timedelta(days=2)
    receipt = Receipt(statement, build_signed_data(signer, statement.encode(), signing_time=came))
    entry = OutboxEntry(
        key="1",
        kind=OutboxKind.PACKAGE,
        person=HOKIM[1],
        draft="1",
        title="",
        version_digest="",
        state=OutboxState.ACCEPTED,
        created=came,
        attempts=1,
        next_try=came,
        code=None,
        detail=None,
        draft_state=None,
        registration=None,
        receipt=receipt,
        settled=came,
        size=1,
        package=None,
    )

    def state() -> ReceiptState:
        return check_receipt(entry, authority.anchors(), NOW, "CN=Reyestr")

    assert state() is ReceiptState.VALID
    authority.revoked[certificate.serial_number] = came + timedelta(hours=1)
    assert state() is ReceiptState.VALID
    authority.revoked[certificate.serial_number] = came - timedelta(hours=1)
    assert state() is ReceiptState.REVOKED
    del authority.revoked[certificate.serial_number]
    # As those of an authority above it, which is asked about too.
    authority.revoked[authority.issuing.certificate.serial_number] = came - timedelta(hours=1)
    assert state() is ReceiptState.REVOKED

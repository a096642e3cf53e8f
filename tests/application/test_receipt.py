"""A receipt is believed only if a registry signed it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eqaror_desktop.demo import PIN
from eqaror_desktop.flows.receipt import ReceiptState, check_receipt
from signing.certificate import utc_now
from signing.cms import build_signed_data
from signing.trust import TrustAnchors
from sync.wire import Receipt
from tests.application.conftest import Station
from tests.signing.pki import HOKIM, Authority2

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

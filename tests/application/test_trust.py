"""The trail before signing, and helpers from the registry: neither is believed too much."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from eqaror_desktop.checks import CheckCode, CheckState, SignatureState, TrailCheck, check_trail
from eqaror_desktop.errors import BundleRefused
from eqaror_desktop.flows.trust import load_helpers, refresh, take_bundle
from signing.canonical import canonical
from signing.cms import build_signed_data
from signing.signer import Signer
from signing.trust import TrustAnchors
from sync.client import RegistryClient
from sync.errors import BadAnswer
from sync.http import Http
from sync.wire import CONTRACT_HEADER, CONTRACT_VERSION
from tests.application.test_checks import AUTHORITY, DRAFT, OFFICERS, answers, signed
from tests.signing.ocsp_answers import says as says_ocsp
from tests.signing.pki import NOW, OFFICER, Authority2
from tests.signing.test_revocation import a_list

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SERIAL = OFFICERS.identity.certificate.serial_number
BARE = TrustAnchors((AUTHORITY.root.certificate,))
BETWEEN = AUTHORITY.issuing.certificate
REGISTRY = AUTHORITY.signer(("Sinov reyestri", "", ""))
NAME = REGISTRY.identity.certificate.subject.rfc4514_string()
COMPANY = AUTHORITY.signer(("Qandaydir MCHJ muhri", "", "300000009"))
Lists = tuple[x509.CertificateRevocationList, ...]


def lists(revoked: datetime | None = None, begins: datetime = NOW - HOUR) -> Lists:
    entries = {} if revoked is None else {SERIAL: revoked}
    return (
        a_list(AUTHORITY.root, NOW - 20 * DAY),
        a_list(AUTHORITY.issuing, begins, revoked=entries),
    )


def officers_entry(crls: Lists, decided: datetime = NOW - DAY) -> TrailCheck:
    draft = replace(DRAFT, trail=(replace(DRAFT.trail[0], decided=decided), *DRAFT.trail[1:]))
    return check_trail(draft, TrustAnchors(BARE.anchors, (BETWEEN,), crls), NOW)[0]


def test_an_officer_revoked_before_the_answer() -> None:
    decided = NOW - DAY
    for moment in (NOW - 10 * DAY, decided):
        found = officers_entry(lists(moment), decided=decided)
        assert (found.state, found.reason) == (SignatureState.INVALID, "REVOKED")
    later = officers_entry(lists(decided + HOUR), decided=decided)
    # Verifiers of the package have nobody's word for when the answer was given.
    assert (later.state, later.reason) == (SignatureState.UNTRUSTED, "REVOKED_NO_POE")
    # An answer of tomorrow is judged today.
    ahead = officers_entry(lists(NOW - DAY), decided=NOW + 90 * DAY)
    assert (ahead.state, ahead.reason) == (SignatureState.INVALID, "REVOKED")


def test_an_officer_of_whom_nothing_is_known_is_a_warning() -> None:
    found = officers_entry(())
    assert (found.state, found.reason) == (SignatureState.UNTRUSTED, "TRY_LATER")
    check = answers(anchors=TrustAnchors(BARE.anchors, (BETWEEN,)))[CheckCode.TRAIL]
    assert (check.state, check.detail, check.expected) == (CheckState.WARNING, "TRY_LATER", "1")


def test_an_unknown_officers_answer_about_another_version_stops() -> None:
    other = signed(DRAFT, replace(DRAFT.trail[0], version=1, version_digest="c" * 64))
    draft = replace(DRAFT, trail=(other, DRAFT.trail[1]))
    anchors = TrustAnchors(BARE.anchors, (BETWEEN,))
    assert check_trail(draft, anchors, NOW)[0].state is SignatureState.UNTRUSTED
    assert answers(draft, anchors=anchors)[CheckCode.TRAIL].state is CheckState.FAILED


@contextmanager
def says(signer: Signer, crls: Lists) -> Iterator[RegistryClient]:
    """A registry that gives these lists, signed by ``signer``."""
    statement = canonical(
        {
            "intermediates": [BETWEEN.public_bytes(Encoding.PEM).decode()],
            "crls": [item.public_bytes(Encoding.PEM).decode() for item in crls],
        }
    )
    signature = base64.b64encode(build_signed_data(signer, statement, signing_time=NOW)).decode()
    body = json.dumps({"statement": statement.decode(), "signature": signature}).encode()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header(CONTRACT_HEADER, CONTRACT_VERSION)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Tests are silent."""

    server = HTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    client = RegistryClient(Http(f"http://127.0.0.1:{server.server_port}"))
    try:
        yield client
    finally:
        client.close()
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_registrys_word_is_kept(tmp_path: Path) -> None:
    kept = tmp_path / "helpers.pem"
    with says(REGISTRY, lists()) as client:
        found = refresh(client, BARE, kept, NOW)[0].anchors
    assert (found.anchors, found.intermediates) == (BARE.anchors, (BETWEEN,))
    assert len(found.crls) == 2
    assert load_helpers(BARE, kept).crls == found.crls
    assert load_helpers(BARE, kept).intermediates == (BETWEEN,)


def test_a_person_says_nothing_about_trust(tmp_path: Path) -> None:
    kept = tmp_path / "helpers.pem"
    for person in (OFFICERS, AUTHORITY.signer((OFFICER[0], OFFICER[1], ""))):
        with says(person, lists()) as client, pytest.raises(BadAnswer):
            refresh(client, BARE, kept, NOW)
    assert not kept.exists()


def test_an_older_word_takes_nothing_back(tmp_path: Path) -> None:
    """A recorded answer of the registry, from before the officer was revoked."""
    kept = tmp_path / "helpers.pem"
    now, before = lists(NOW - 10 * DAY), lists(begins=NOW - 15 * DAY)
    with says(REGISTRY, now) as client:
        refresh(client, BARE, kept, NOW)
    with says(REGISTRY, before[1:]) as client:
        # As another window of this station would ask, which has read nothing yet.
        found = refresh(client, BARE, kept, NOW)[0].anchors
    assert found.crls == now
    assert load_helpers(BARE, kept).crls == now


def test_a_revoked_registry_is_not_heard(tmp_path: Path) -> None:
    kept = tmp_path / "helpers.pem"
    serial = REGISTRY.identity.certificate.serial_number
    revoked = a_list(AUTHORITY.issuing, NOW - HOUR, revoked={serial: NOW - DAY})
    here = TrustAnchors(BARE.anchors, (BETWEEN,), (lists()[0], revoked))
    with says(REGISTRY, lists()[:1]) as client, pytest.raises(BadAnswer):
        refresh(client, here, kept, NOW)
    assert not kept.exists()


# The same word as a file.


def bundle(
    signer: Signer = REGISTRY, issued: datetime | None = NOW, crls: Lists | None = None
) -> bytes:
    told = {
        "intermediates": [BETWEEN.public_bytes(Encoding.PEM).decode()],
        "crls": [item.public_bytes(Encoding.PEM).decode() for item in crls or lists()],
        "ocsp": [TrustAnchors((), (), (), (ANSWER,)).helpers_pem().decode()],
        "ocsp_urls": ["http://127.0.0.1:9/ca/ocsp"],
    }
    statement = canonical(told if issued is None else {**told, "issued": issued})
    signature = base64.b64encode(build_signed_data(signer, statement, signing_time=NOW)).decode()
    return json.dumps({"statement": statement.decode(), "signature": signature}).encode()


ANSWER = says_ocsp(
    certificate=OFFICERS.identity.certificate, issuer=AUTHORITY.issuing, signer=AUTHORITY.issuing
)


def test_a_bundle_is_taken_as_if_it_had_been_fetched(tmp_path: Path) -> None:
    kept = tmp_path / "helpers.pem"
    word, _ = take_bundle(bundle(), BARE, kept, NOW, None, NAME)
    assert (word.issued, word.ocsp_urls) == (NOW, ("http://127.0.0.1:9/ca/ocsp",))
    assert word.anchors.anchors == BARE.anchors
    here = load_helpers(BARE, kept)
    assert here.intermediates == (BETWEEN,)
    assert len(here.crls) == 2
    assert here.answers == (ANSWER,)
    # The same again is no step back.
    take_bundle(bundle(), BARE, kept, NOW, NOW, NAME)


def test_bundles_that_are_not_taken(tmp_path: Path) -> None:
    kept = tmp_path / "helpers.pem"
    serial = REGISTRY.identity.certificate.serial_number
    revoked = a_list(AUTHORITY.issuing, NOW - HOUR, revoked={serial: NOW - DAY})
    changed = bundle().replace(b"127.0.0.1:9", b"127.0.0.1:8")
    cases: dict[str, list[bytes]] = {
        "damaged": [b"", b"PK\x03\x04", b"{}", b"\xff\xfe", bundle(issued=None)],
        "signer": [
            changed,
            bundle(OFFICERS),
            bundle(COMPANY),
            bundle(Authority2("Boshqa").signer(("Boshqa reyestr", "", ""))),
        ],
        "revoked": [bundle(crls=(lists()[0], revoked))],
        "older": [bundle(issued=NOW - timedelta(seconds=1))],
        "future": [bundle(issued=NOW + timedelta(minutes=11))],
    }
    for reason, files in cases.items():
        for content in files:
            with pytest.raises(BundleRefused) as caught:
                take_bundle(content, BARE, kept, NOW, NOW, NAME)
            assert caught.value.reason == reason
            assert not kept.exists()


def test_a_bundle_of_a_registry_nobody_named_is_not_taken(tmp_path: Path) -> None:
    for signer in (REGISTRY, COMPANY):
        with pytest.raises(BundleRefused) as caught:
            take_bundle(bundle(signer), BARE, tmp_path / "helpers.pem", NOW, None, "")
        assert caught.value.reason == "stranger"


def test_who_was_heard_first_stays_the_registry(tmp_path: Path) -> None:
    kept = tmp_path / "helpers.pem"
    with says(COMPANY, lists()) as client, pytest.raises(BadAnswer):
        refresh(client, BARE, kept, NOW, NAME)
    assert not kept.exists()
    # The first word heard at the office's own address says who it is; a renewed one keeps it.
    with says(REGISTRY, lists()) as client:
        assert refresh(client, BARE, kept, NOW)[0].registry == NAME
    renewed = AUTHORITY.signer(("Sinov reyestri", "", ""))
    with says(renewed, lists()) as client:
        refresh(client, BARE, kept, NOW, NAME)


def test_an_older_bundle_takes_no_revocation_back(tmp_path: Path) -> None:
    """Even where nothing is known of when the last word was given, lists do not go back."""
    kept = tmp_path / "helpers.pem"
    now, before = lists(NOW - 10 * DAY), lists(begins=NOW - 15 * DAY)
    take_bundle(bundle(crls=now), BARE, kept, NOW, None, NAME)
    older = bundle(issued=NOW - 15 * DAY, crls=before)
    word, _ = take_bundle(older, BARE, kept, NOW, None, NAME)
    assert now[1] in word.anchors.crls

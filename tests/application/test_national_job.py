"""The main job with a national key: token, checks, package, registry; in the long suite."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from eqaror_desktop.checks import CheckCode, CheckState
from eqaror_desktop.demo import PIN
from eqaror_desktop.settings import ModuleSetting, read_settings, write_settings
from signing.certificate import utc_now
from signing.report import Verdict
from signing.token.host import TokenHost
from signing.token.provision import KeyKind, generate_key, provision_token, store_certificate
from signing.trust import TrustAnchors
from signing.verify import verify_package
from tests.application.conftest import Station
from tests.signing import gost_token
from tests.signing.national_pki import DER, NationalAuthority, resign
from tests.signing.softhsm import KEY_ID, SO_PIN


def trust(authority: NationalAuthority) -> bytes:
    """What IT staff would put beside the other anchors: root, issuing authority, lists."""
    certificates = (authority.root.certificate, authority.issuing.certificate)
    written = [item.public_bytes(Encoding.PEM) for item in certificates]
    written += [item.public_bytes(Encoding.PEM) for item in authority.crls(utc_now())]
    return b"".join(written)


def national_token(
    station: Station, directory: Path, authority: NationalAuthority, person: tuple[str, str, str]
) -> str:
    """Make the hokim's new token and configure its driver; returns its serial number."""
    module = gost_token.module(directory)
    with TokenHost(module) as host:
        serial = provision_token(host, "Milliy", bytearray(SO_PIN), bytearray(PIN))
        with host.open(serial, bytearray(PIN), writable=True) as session:
            info = generate_key(session, KeyKind.OZDST_1092_A, KEY_ID, "Milliy")
            issued = authority.issue(person).certificate.public_bytes(DER)
            der = resign(issued, authority.keys[authority.issuing.certificate], info)
            store_certificate(session, KEY_ID, "Milliy", der)
    settings = station.profile / "settings.toml"
    setting = ModuleSetting(str(module.path), dict(module.environment))
    write_settings(settings, replace(read_settings(settings), modules=(setting,)))
    return serial


@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_hokim_signs_with_a_national_key(station: Station, tmp_path: Path) -> None:
    gost_token.build()
    with station.open() as application:
        station.sign_in(application)
        summary = station.to_sign(application)[0]
        signer = application.draft(summary.id).signer
    authority = NationalAuthority()
    serial = national_token(
        station, tmp_path, authority, (signer.name, signer.pinfl, summary.authority.stir)
    )
    (station.profile / "trust" / "national.pem").write_bytes(trust(authority))
    station.stop()
    with station.office.places.trust.open("ab") as anchors:
        anchors.write(trust(authority))
    station.start()
    with station.open() as application:
        application.sign_in(serial, bytearray(PIN))
        application.sync()
        plan = application.desk.plan_signing(summary.id)
        assert plan.facts.national
        assert plan.stopped_by == ()
        states = {item.code: item for item in plan.checks}
        assert states[CheckCode.KIND].state is CheckState.OK
        assert states[CheckCode.TRUST].state is CheckState.OK
        assert states[CheckCode.REVOCATION].state is CheckState.OK
        (signed,) = application.desk.sign([plan], bytearray(PIN))
        assert signed.error is None
        application.sync()
        (entry,) = application.outbox()
        assert entry.registration is not None
    target = tmp_path / "package.asice"
    ran = station.eqaror("export", summary.id, "--output", str(target))
    assert ran.code == 0, ran.out + ran.err
    package = target.read_bytes()
    roots = TrustAnchors.parse(
        [("national", trust(authority)), ("demo", station.office.places.trust.read_bytes())]
    )
    report = verify_package(io.BytesIO(package), roots)
    assert report.verdict is Verdict.VALID, report.reasons
    # Viewers of PDF cannot check a national signature, so the text carries none.
    assert [item.scope for item in report.signatures if item.scope in ("pdf", "package")] == [
        "package"
    ]
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        assert b"/ByteRange" not in opened.read("decision.pdf")
    changed = bytearray(package)
    changed[package.index(b"ASiCManifest") + 60] ^= 1
    assert verify_package(io.BytesIO(bytes(changed)), roots).verdict is Verdict.INVALID
    ran = station.eqaror("verify", str(target), "--trust", str(station.office.places.trust))
    assert ran.code == 0, ran.out + ran.err
    # A report is signed beside itself, with the same key.
    report_file = tmp_path / "report.pdf"
    ran = station.eqaror(
        *("verify", str(target), "--report", str(report_file), "--sign-report"),
        *("--token", serial, "--pin-stdin"),
        pin=PIN,
    )
    assert ran.code == 0, ran.out + ran.err
    beside = report_file.with_name("report.pdf.p7s")
    assert str(beside) in ran.err
    ran = station.eqaror("verify", str(beside), "--content", str(report_file), "--json")
    assert ran.code == 0, ran.out + ran.err
    told = ran.json
    assert (told["verdict"], told["signatures"][0]["covers"]) == ("valid", [str(report_file)])
    report_file.write_bytes(report_file.read_bytes().replace(b"/Title", b"/title", 1))
    assert station.eqaror("verify", str(beside), "--content", str(report_file)).code == 1

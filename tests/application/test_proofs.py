"""Status, time-stamps and the registry's word, through the real program, registry and token."""

from __future__ import annotations

import io
import json
import re
import shutil
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from eqaror_desktop.clock import Source
from eqaror_desktop.demo import PIN, DemoPlaces
from eqaror_desktop.settings import SigningPolicy, TimeStampServer, read_settings, write_settings
from signing.cms_verify import check_cms
from signing.errors import CertificateRevoked
from signing.trust import TrustAnchors
from signing.verify import verify_package
from tests.application import tsa
from tests.application.conftest import Station

pytestmark = pytest.mark.settled


def _use(station: Station, *servers: TimeStampServer) -> None:
    path = station.profile / "settings.toml"
    policy = SigningPolicy(time_stamp_servers=servers, other_readers=False)
    write_settings(path, replace(read_settings(path), signing=policy))


def test_signed_without_a_line_and_finished_by_itself(station: Station) -> None:
    """Two servers, the first of them dead; the registry away while it is signed."""
    broken = tsa.says(503, "text/plain", b"")
    with broken.serving():
        _use(station, TimeStampServer(broken.address), TimeStampServer("registry"))
        with station.open() as application:
            station.sign_in(application)
            chosen = station.to_sign(application)[0].id
            station.stop()
            (signed,) = application.desk.sign(
                [application.desk.plan_signing(chosen)], bytearray(PIN)
            )
            assert signed.error is None
            (entry,) = application.outbox()
            assert entry.awaits_time_stamp
        told = station.eqaror("outbox")
        assert "not yet time-stamped" in told.out
        assert station.eqaror("outbox", "--json").json[0]["awaits_time_stamp"] is True
        station.start()
        with station.open() as application:
            # This registry answers at another port after each start.
            application.refresh_trust(force=True)
            assert application.sync().failure is None
            (entry,) = application.outbox()
            assert entry.state == "ACCEPTED"
            package = b"".join(application.carrier.registered_package(chosen))
            sources = {item.source for item in application.proofs.clock.readings()}
            assert sources == {Source.REGISTRY, Source.TIME_STAMP}
            assert application.anchors.answers
    assert len(broken.asked) == 1
    # B-LT by what it carries alone; answers are left out where lists tell the same.
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        manifest = archive.read("META-INF/ASiCManifest.xml")
        found = check_cms(archive.read("META-INF/signature.p7s"), manifest)
    assert found.crls
    assert not found.answers
    anchors = TrustAnchors.load([station.office.places.trust])
    report = verify_package(io.BytesIO(package), anchors, at=datetime.now(UTC))
    main = report.signatures[0]
    assert (main.level, main.trusted) == ("B-LT", True)
    assert main.status_as_of is not None
    assert datetime.now(UTC) - main.status_as_of < timedelta(hours=2)


def test_the_registrys_word_on_a_stick(station: Station, tmp_path: Path) -> None:
    """From a station with a line to one that never had one; an older word is not taken."""
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    written = station.administer("trust", "--output", str(first))
    assert written.code == 0, written.err
    with station.open() as application:
        application.refresh_trust(force=True)
    assert station.eqaror("trust", "export", str(second)).code == 0
    assert station.eqaror("trust", "export", str(second)).code == 1
    alone = tmp_path / "alone"
    shutil.copytree(station.profile / "trust", alone / "trust")
    (alone / "settings.toml").write_text('secrets = "file"\nlanguage = "en"\n')
    lonely = replace(station, office=replace(station.office, places=_Elsewhere(tmp_path, alone)))
    unnamed = lonely.eqaror("trust", "import", str(second))
    assert (unnamed.code, "registry_name" in unnamed.err) == (1, True)
    name = station.eqaror("trust", "show", "--json").json["registry"]
    settings = alone / "settings.toml"
    write_settings(settings, replace(read_settings(settings), registry_name=name))
    absent = lonely.eqaror("trust", "show")
    assert (absent.code, "BUNDLE-REFUSED" in absent.err) == (1, True)
    taken = lonely.eqaror("trust", "import", str(second), "--json")
    assert taken.code == 0, taken.err
    issued = datetime.fromisoformat(taken.json["issued"])
    assert abs(datetime.now(UTC) - issued) < timedelta(minutes=5)
    with lonely.open() as application:
        assert len(application.anchors.crls) == 2
        assert application.proofs._responder_addresses()[0].endswith("/ca/ocsp")
    before = datetime.fromisoformat(
        json.loads(json.loads(first.read_text())["statement"])["issued"]
    )
    assert before <= issued
    if before < issued:
        refused = lonely.eqaror("trust", "import", str(first))
        assert (refused.code, "BUNDLE-REFUSED" in refused.err) == (1, True)
    damaged = tmp_path / "3.json"
    damaged.write_bytes(second.read_bytes().replace(b"intermediates", b"intermediated"))
    assert lonely.eqaror("trust", "import", str(damaged)).code == 1
    shown = lonely.eqaror("trust", "show", "--json")
    assert shown.json == taken.json


@dataclass(frozen=True)
class _Elsewhere(DemoPlaces):
    """Places of an office with another profile."""

    own: Path = Path()

    @property
    def profile(self) -> Path:
        return self.own


def test_the_doctor_tells_of_clock_and_servers(station: Station) -> None:
    broken = tsa.says(503, "text/plain", b"")
    with broken.serving(), station.open() as application:
        _use(station, TimeStampServer(broken.address))
        station.sign_in(application)
    found = {item["topic"]: item for item in station.eqaror("doctor", "--json").json}
    assert found["clock"]["ok"]
    assert re.search("registry: [+−]?[0-9]", found["clock"]["text"])
    assert found["status"]["text"].startswith("as of ")
    assert (found["time_stamps"]["ok"], found["time_stamps"]["text"]) == (True, broken.address)
    assert (found["person"]["ok"], found["person"]["warns"]) == (True, False)
    books = sqlite3.connect(station.office.places.registry / "registry.db")
    with closing(books), books:
        books.execute("DELETE FROM sessions")
    ran = station.eqaror("doctor", "--json")
    (person,) = (item for item in ran.json if item["topic"] == "person")
    # It hinders no signature, and is no tick either.
    assert (person["ok"], person["warns"]) == (True, True)
    assert station.office.hokim.name in person["text"]
    assert "E-206" in person["text"]


@pytest.mark.fresh
def test_a_revocation_is_heard_before_the_pin(station: Station) -> None:
    """The lists here are fresh and do not have it; the responder is asked about this very one."""
    with station.open() as application:
        station.sign_in(application)
        chosen = station.to_sign(application)[0].id
        certificate = application.desk.plan_signing(chosen, fresh=False).certificate
        assert len(application.anchors.answers) == 0
        revoked = station.administer("revoke", "--serial", f"{certificate.serial_number:x}")
        assert revoked.code == 0, revoked.err
        plan = application.desk.plan_signing(chosen)
        assert "revocation" in plan.stopped_by
        assert application.proofs.anchors.answers
    # What was heard is known at the next start, without a line.
    station.stop()
    with station.open() as application:
        assert "revocation" in application.desk.plan_signing(chosen).stopped_by


@pytest.mark.fresh
def test_what_the_registry_refuses_as_revoked_is_known_here(station: Station) -> None:
    """The responder said a moment ago that all is well, and is not asked again for an hour."""
    with station.open() as application:
        station.sign_in(application)
        first, second = (item.id for item in station.to_sign(application)[:2])
        plan = application.desk.plan_signing(first)
        (signed,) = application.desk.sign([plan], bytearray(PIN))
        assert signed.error is None
        serial = f"{plan.certificate.serial_number:x}"
        assert station.administer("revoke", "--serial", serial).code == 0
        application.sync()
        assert [item.code for item in application.outbox()] == ["certificate_revoked"]
        with pytest.raises(CertificateRevoked):
            application.desk.plan_signing(second)


def test_drafts_leave_with_the_person_they_are_of(station: Station) -> None:
    """With the sign-in itself: no list of somebody else's is shown until there is a line."""
    with station.open() as application:
        station.sign_in(application)
        chosen = station.to_sign(application)[0].id
        assert application.store.drafts.owner() is not None
        text = application.store.drafts.draft(chosen).text.sha256
        assert application.store.files.has(text)
        application.sign_in(station.office.officer.serial, bytearray(PIN))
        assert application.store.drafts.listed().ids == ()
        assert not application.store.files.has(text)


def test_verify_tells_as_of_when(station: Station, tmp_path: Path) -> None:
    package = tmp_path / "p.asice"
    with station.open() as application:
        station.sign_in(application)
        chosen = station.to_sign(application)[0].id
        (signed,) = application.desk.sign([application.desk.plan_signing(chosen)], bytearray(PIN))
        assert signed.error is None
        application.sync()
        package.write_bytes(b"".join(application.carrier.registered_package(chosen)))
    told = station.eqaror("verify", str(package))
    assert "certificates not revoked, as of" in told.out
    found = station.eqaror("verify", str(package), "--json").json["signatures"][0]
    age = datetime.now(UTC) - datetime.fromisoformat(found["status_as_of"])
    assert timedelta() < age < timedelta(hours=2)

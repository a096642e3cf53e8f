"""The main job, end to end, through the real program, registry, token and store."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import requests
from pypdf import PdfReader

from eqaror_desktop.demo import PIN, DemoPlaces, prepare_office
from tests.application.conftest import Station

pytestmark = pytest.mark.settled

FEW = 5
"""Drafts of a demo: one of them asks its officer."""


def test_from_sign_in_to_a_number(station: Station, tmp_path: Path) -> None:
    serial = station.office.hokim.serial
    signed_in = station.eqaror("login", "--token", serial, "--pin-stdin", "--json", pin=PIN)
    assert signed_in.code == 0, signed_in.err
    assert signed_in.json["person"]["pinfl"] == station.office.hokim.pinfl
    assert station.eqaror("sync").code == 0

    drafts = station.eqaror("drafts", "--json").json
    waiting = [item for item in drafts if "sign" in item["actions"]]
    assert len(waiting) >= 2
    chosen = waiting[0]["id"]
    ready = station.eqaror("drafts", "--state", "READY_TO_SIGN", "--json").json
    assert chosen in {item["id"] for item in ready}

    shown = station.eqaror("show", chosen, "--json").json
    assert {item["state"] for item in shown["trail_checks"]} <= {
        "valid",
        "deemed",
        "other_version",
    }

    signed = station.eqaror("sign", chosen, "--pin-stdin", "--json", pin=PIN)
    assert signed.code == 0, signed.err
    (entry,) = signed.json
    assert (entry["state"], entry["receipt_state"]) == ("ACCEPTED", "valid")
    assert entry["registration"]["number"].endswith(f"-{waiting[0]['type']}/26")
    assert json.loads(entry["receipt"]["statement"])["draft"] == chosen

    (listed,) = station.eqaror("outbox", "--json").json
    assert listed == entry
    package = tmp_path / "package.asice"
    assert station.eqaror("export", chosen, "--output", str(package)).code == 0
    trust = str(station.office.places.trust)
    verified = station.eqaror("verify", str(package), "--trust", trust, "--json")
    assert (verified.code, verified.json["verdict"]) == (0, "valid")
    _require_the_panel_leads_to(entry["registration"], package)
    main = verified.json["signatures"][0]
    assert (main["level"], main["pinfl"]) == ("B-LT", station.office.hokim.pinfl)

    after = station.eqaror("drafts", "--json").json
    (now,) = [item for item in after if item["id"] == chosen]
    assert now["state"] in {"REGISTERED", "PUBLISHED"}
    assert now["registration"]["number"] == entry["registration"]["number"]


def _require_the_panel_leads_to(registration: dict[str, str], package: Path) -> None:
    """Who scans the code in the signed PDF comes to the page that the registry made later."""
    with zipfile.ZipFile(package) as archive:
        pdf = PdfReader(io.BytesIO(archive.read("decision.pdf")))
    field = pdf.pages[-1]["/Annots"][-1].get_object()  # type: ignore[index]
    spoken = str(field["/TU"])
    page = requests.get(spoken.rpartition(": ")[2], timeout=5)
    assert page.url == registration["url"]
    assert registration["number"] in page.text


def test_public_tools_judge_as_we_do(station: Station, tmp_path: Path) -> None:
    with station.open() as application:
        station.sign_in(application)
        chosen = station.to_sign(application)[0]
        (signed,) = application.desk.sign(
            [application.desk.plan_signing(chosen.id)], bytearray(PIN)
        )
        assert signed.error is None
        application.sync()
        package = b"".join(application.carrier.registered_package(chosen.id))
    trust = station.office.places.trust
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        archive.extractall(tmp_path)
    assert _tools(tmp_path, trust) == [True, True, True]
    manifest = tmp_path / "META-INF" / "ASiCManifest.xml"
    text = tmp_path / "decision.pdf"
    for path in (manifest, text):
        changed = bytearray(path.read_bytes())
        changed[len(changed) // 3] ^= 1
        path.write_bytes(bytes(changed))
    assert _tools(tmp_path, trust) == [False, False, False]


def _tools(directory: Path, trust: Path) -> list[bool]:
    signature, manifest = "META-INF/signature.p7s", "META-INF/ASiCManifest.xml"
    openssl = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in"]
    openssl += [signature, "-content", manifest, "-CAfile", str(trust)]
    openssl += ["-purpose", "any", "-out", "/dev/null"]
    certtool = ["certtool", "--p7-verify", "--inder", "--infile", signature]
    certtool += ["--load-data", manifest, "--load-ca-certificate", str(trust)]
    judged = []
    for command in (openssl, certtool):
        ran = subprocess.run(command, cwd=directory, capture_output=True, check=False)
        judged.append(ran.returncode == 0)
    pdfsig = subprocess.run(
        ["pdfsig", "-nocert", "decision.pdf"],
        cwd=directory,
        capture_output=True,
        text=True,
        check=False,
    )
    whole = "Total document signed" in pdfsig.stdout
    return [*judged, "Signature is Valid" in pdfsig.stdout and whole]


def test_several_drafts_with_one_pin(station: Station) -> None:
    with station.open() as application:
        station.sign_in(application)
        chosen = [item.id for item in station.to_sign(application)][:3]
        plans = [application.desk.plan_signing(draft) for draft in chosen]
        signed = list(application.desk.sign(plans, bytearray(PIN)))
        assert [item.error for item in signed] == [None] * 3
        application.sync()
        numbers = [item.registration.number for item in application.outbox() if item.registration]
    assert len(set(numbers)) == 3


def test_signing_without_a_line_is_sent_later(station: Station) -> None:
    with station.open() as application:
        station.sign_in(application)
        chosen = station.to_sign(application)[0].id
        application.desk.plan_signing(chosen)
    station.stop()
    ran = station.eqaror("sign", chosen, "--pin-stdin", "--json", pin=PIN)
    assert ran.code == 0, ran.err
    (entry,) = ran.json
    assert (entry["state"], entry["registration"]) == ("QUEUED", None)
    assert "registry cannot be reached" in ran.err
    station.start()
    assert station.eqaror("sync").code == 0
    (entry,) = station.eqaror("outbox", "--json").json
    assert entry["state"] == "ACCEPTED"
    assert entry["registration"]["number"]


def test_an_officer_agrees_and_objects(station: Station) -> None:
    serial = station.office.officer.serial
    assert station.eqaror("login", "--token", serial, "--pin-stdin", pin=PIN).code == 0
    assert station.eqaror("sync").code == 0
    drafts = station.eqaror("drafts", "--asked", "--json").json
    asked = [item["id"] for item in drafts if "agree" in item["actions"]]
    assert len(asked) >= 2
    agreed = station.eqaror("agree", asked[0], "--pin-stdin", "--json", pin=PIN)
    assert (agreed.code, agreed.json[0]["state"]) == (0, "ACCEPTED"), agreed.err
    words = "2-bandga muddat koʻrsatilsin"
    objected = station.eqaror("object", asked[1], "--remark", words, "--pin-stdin", pin=PIN)
    assert objected.code == 0, objected.err
    for draft, decision in ((asked[0], "agreed"), (asked[1], "objected")):
        shown = station.eqaror("show", draft, "--json").json
        states = {item["order"]: item["state"] for item in shown["trail_checks"]}
        mine = [
            entry
            for entry in shown["draft"]["trail"]
            if entry["officer"] and entry["officer"]["pinfl"] == station.office.officer.pinfl
        ][-1]
        assert (mine["decision"], states[mine["order"]]) == (decision, "valid")


@pytest.mark.fresh
def test_search_finds_either_alphabet(station: Station) -> None:
    with station.open() as application:
        station.sign_in(application)
        assert application.index_texts() > 0
        latin = {item.id for item in application.drafts(search="hokimlig")}
        cyrillic = {item.id for item in application.drafts(search="ҳокимлиг")}
    assert latin
    assert latin == cyrillic


@pytest.mark.slow
def test_a_demo_begun_is_made_again_and_does_the_main_job_by_itself(tmp_path: Path) -> None:
    directory = tmp_path / "demo"

    def end(_step: str) -> None:
        # As by a power cut while the registry is written.
        places = DemoPlaces(directory)
        places.registry.mkdir()
        (places.registry / "registry.db").write_bytes(b"half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare_office(directory, drafts=FEW, progress=end)
    assert not (directory / "office.json").exists()
    ran = subprocess.run(
        [
            *(sys.executable, "-m", "eqaror_desktop", "demo", "--headless", "--json"),
            *("--drafts", str(FEW), "--dir", str(directory)),
        ],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["verdict"] == "valid"
    assert Path(told["package_path"]).is_file()
    assert Path(told["trust_anchors"]).is_file()
    assert told["registration_number"]
    assert set(told["seconds"]) >= {"sign_in", "sync", "sign", "register", "verify"}
    # A complete one stays as it is.
    before = (directory / "office.json").stat().st_mtime_ns
    assert prepare_office(directory).hokim.pinfl
    assert (directory / "office.json").stat().st_mtime_ns == before


def test_nothing_to_sign_is_said(station: Station) -> None:
    serial = station.office.officer.serial
    assert station.eqaror("login", "--token", serial, "--pin-stdin", pin=PIN).code == 0
    assert station.eqaror("sync").code == 0
    asked = station.eqaror("drafts", "--asked", "--json").json[0]["id"]
    ran = station.eqaror("sign", asked, "--pin-stdin", pin=PIN)
    assert ran.code == 1
    assert "NOTHING-ASKED" in ran.err


def test_no_secret_is_left_in_the_profile(station: Station) -> None:
    with station.open() as application:
        station.sign_in(application)
        chosen = station.to_sign(application)[0]
        title = chosen.title
        (signed,) = application.desk.sign(
            [application.desk.plan_signing(chosen.id)], bytearray(PIN)
        )
        assert signed.entry is not None
        application.index_texts()
    known = [PIN, title.encode(), title[:20].encode("utf-16-le"), b"QAROR QILAMAN", b"%PDF-"]
    known += [station.office.hokim.name.encode(), b"ASiCManifest"]
    for path in station.profile.rglob("*"):
        if not path.is_file():
            continue
        content = path.read_bytes()
        if path.name == "keyring.json":
            # The chosen place of secrets without a keyring: its owner's alone.
            assert path.stat().st_mode & 0o077 == 0
        found = [word for word in known if word in content]
        assert found == [], path

"""An answer is taken if every verifier of the package in which it will stand takes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from registry import database as db
from registry import timestamp as server
from registry.certificates import revocation_lists
from signing import timestamp
from signing.cms import add_signature_time_stamp, signature_value
from signing.cms_asn1 import tlv
from signing.foreign import ber
from signing.long_term import add_sources
from signing.statement import Agreement, Officer, agreement_statement
from sync import wire
from tests.registry import small
from tests.registry.conftest import Running
from tests.registry.test_answers import TRAIL, _water
from tests.signing.foreign.crafted import Crafted, attribute, usual
from tests.signing.pki import Issued


def refused(running: Running, request: wire.AgreementRequest, key: str = "w") -> tuple[str, str]:
    water = running.station(small.WATER_OFFICER)
    found = water.refused("POST", TRAIL, body=request, key=key)
    # The turn stays open for a right answer.
    assert water.get("/v1/drafts/asked", wire.Draft).trail[0].decision is wire.Answer.PENDING
    return found.code, found.detail


def stamped(running: Running, signature: bytes) -> bytes:
    question = timestamp.ask(signature_value(signature)[0])
    granted = server.answer(running.core, question.der)
    return add_signature_time_stamp(signature, ber.read_all(granted).children[1].raw)


def test_what_servers_add_is_not_taken(running: Running) -> None:
    """A time-stamp older than its officer's claim left the decision open for ever."""
    told = "FORMAT_FAILURE entry-01: a time-stamp or a revocation list in an officer's answer"
    ahead = _water(running, at=running.clock.now + timedelta(minutes=16))
    ahead = replace(ahead, signature=stamped(running, ahead.signature))
    running.clock.pass_(timedelta(minutes=12))
    right = _water(running)
    with_lists = add_sources(right.signature, revocation_lists(running.core))
    for number, signature in enumerate(
        (ahead.signature, stamped(running, right.signature), with_lists)
    ):
        request = replace(right, signature=signature)
        assert refused(running, request, f"w{number}") == ("bad_signature", told)
    running.station(small.WATER_OFFICER).post(TRAIL, wire.Accepted, body=right, key="w")


def crafted(running: Running, *more: bytes, unsigned: tuple[bytes, ...] = ()) -> bytes:
    """An answer with other attributes than a station signs."""
    signer = running.signer(small.WATER_OFFICER)
    person = Issued(signer.identity.certificate, signer._key)
    draft = running.station(small.WATER_OFFICER).get("/v1/drafts/asked", wire.Draft)
    first = small.entry_of(draft.trail[0])
    officer = Officer(*(getattr(small.WATER_OFFICER, name) for name in ("name", "post", "pinfl")))
    entry = replace(first, officer=officer, decision=Agreement.AGREED)
    content = agreement_statement("asked", entry)
    brought = [signer.identity.certificate, *signer.identity.chain]
    return Crafted(
        person,
        content,
        attributes=[*usual(person, content), *more],
        attached=False,
        unsigned=list(unsigned),
        certificates=brought,
    ).der()


def test_a_signature_of_thousands_of_parts(running: Running) -> None:
    """Four such answers made a package too long to be examined, each was taken after 2.5 s."""
    water = _water(running)
    some = [attribute(f"1.2.3.{number}", b"\5\0") for number in range(128, 200)]
    for number, signature in enumerate(
        (crafted(running, *some), crafted(running, unsigned=tuple(some)))
    ):
        found = refused(running, replace(water, signature=signature), f"w{number}")
        assert found == ("bad_signature", "FORMAT_FAILURE entry-01: more than 64 attributes")
    long = crafted(running, attribute("1.2.3", tlv(4, bytes(70_000))))
    found = refused(running, replace(water, signature=long), "w9")
    assert found == (
        "bad_signature",
        "FORMAT_FAILURE entry-01: agreement/entry-01.p7s is too large",
    )


@pytest.mark.parametrize(("letters", "taken"), [("oʻ" * 9_000, True), ("oʻ" * 12_000, False)])
def test_a_remark_has_its_room(running: Running, letters: str, taken: bool) -> None:
    request = _water(running, decision=wire.Answer.OBJECTED, remark=letters)
    if taken:
        running.station(small.WATER_OFFICER).post(TRAIL, wire.Accepted, body=request, key="w")
    else:
        told = "FORMAT_FAILURE entry-01: trail.json is too large"
        assert refused(running, request) == ("bad_signature", told)


def test_an_officer_of_another_name(running: Running) -> None:
    """The decision would be open: the PINFL is right, and who is shown is somebody else."""
    request = _water(running)
    with running.core.database.writing() as connection:
        person = db.persons.c
        connection.execute(
            update(db.persons)
            .where(person.pinfl == small.WATER_OFFICER.pinfl)
            .values(name="Boshqa Nom")
        )
    assert refused(running, request)[0] == "signer_mismatch"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": "Boshqa Nom"}, ("signer_mismatch", "SIGNER_MISMATCH entry-01: name")),
        (
            {"due": small.NOW + timedelta(days=9)},
            ("bad_signature", "TRAIL_TIME entry-02: term open"),
        ),
        ({"decided": small.NOW + timedelta(hours=2)}, ("bad_signature", "TRAIL_TIME entry-01")),
    ],
)
def test_what_stays_open_is_not_registered(
    running: Running, change: dict[str, object], told: tuple[str, str]
) -> None:
    """As an office brought it in itself; a station stops before the PIN is asked for."""
    draft = small.draft("st")
    signer, officer = running.signer(small.WATER_OFFICER), small.WATER_OFFICER
    agreed = small.entry(
        1, small.WATER, draft, decision=Agreement.AGREED, signer=signer, officer=officer
    )
    silent = small.entry(2, small.LAND, draft, decision=Agreement.DEEMED_AGREED)
    assert agreed.entry.officer is not None
    if "name" in change:
        named = replace(agreed.entry.officer, name=str(change["name"]))
        agreed = replace(agreed, entry=replace(agreed.entry, officer=named))
    elif "due" in change:
        silent = replace(silent, entry=replace(silent.entry, **change))  # type: ignore[arg-type]
    else:
        agreed = replace(agreed, entry=replace(agreed.entry, **change))  # type: ignore[arg-type]
    with running.loading as loaded:
        loaded.add_drafts((replace(draft, trail=(agreed, silent)),))
    hokim = running.station(small.HOKIM)
    found = hokim.get("/v1/drafts/st", wire.Draft)
    data = small.package(hokim, found, running.signer(small.HOKIM), running.clock.now)
    request = wire.PackageRequest(
        hokim.upload(data), small.sha256(data), found.summary.version_digest
    )
    refusal = hokim.refused("POST", "/v1/drafts/st/package", body=request, key="k")
    assert (refusal.code, refusal.detail[: len(told[1])]) == told

"""The feed, drafts, files: who sees what, how little an unchanged registry says."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from registry import database as db
from registry import lifecycle
from registry.contract import DraftState, DraftType, Role
from registry.people import Identity, put_person
from registry.seeds import SeedFile, SeedPerson, version_statement
from signing.certificate import facts
from signing.cms_verify import check_cms
from signing.statement import Organisation, agreement_statement
from sync import wire
from tests.registry import small
from tests.registry.conftest import Running


def _all(station: small.Station, after: str = "", limit: int = 3) -> tuple[dict[str, bool], str]:
    """Page to the end; return what each draft ended as, and the last cursor."""
    found: dict[str, bool] = {}
    while True:
        page = station.get(f"/v1/changes?after={after}&limit={limit}", wire.ChangesPage)
        assert len(page.changes) <= limit
        found |= {change.id: change.draft is not None for change in page.changes}
        after = page.cursor
        if not page.more:
            return found, after


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        (small.HOKIM, {"ready", "asked", "legal", "acting", "registered", "secret"}),
        (
            small.DRAFTER,
            {"ready", "asked", "private", "legal", "acting", "registered", "secret"},
        ),
        (small.WATER_OFFICER, {"ready", "asked"}),
        (small.JUSTICE, {"ready", "asked", "legal", "acting", "registered", "secret"}),
        (small.ADMINISTRATOR, set()),
    ],
)
def test_everybody_gets_his_own_drafts(
    running: Running, person: SeedPerson, seen: set[str]
) -> None:
    station = running.station(person)
    found, _ = _all(station)
    assert found == dict.fromkeys(seen, True)
    for identifier in {"ready", "private", "legal"} - seen:
        assert station.refused("GET", f"/v1/drafts/{identifier}").code == "not_found"


def test_nothing_new_is_one_small_page(running: Running) -> None:
    running.loading.add_drafts(
        small.draft(f"many-{index}", DraftState.LEGAL_REVIEW) for index in range(150)
    )
    hokim = running.station(small.HOKIM)
    found, cursor = _all(hokim, limit=100)
    assert len(found) == 156
    answer = hokim.call("GET", f"/v1/changes?after={cursor}")
    size = len(answer.content) + sum(len(k) + len(v) + 4 for k, v in answer.headers.items())
    assert size < 2048
    page = small.decoded(answer, wire.ChangesPage)
    assert (page.changes, page.cursor, page.more) == ((), cursor, False)


def test_only_what_changed_comes_again(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    _, cursor = _all(hokim)
    legal = running.station(small.LEGAL)
    digest = legal.get("/v1/drafts/legal", wire.Draft).summary.version_digest
    request = wire.ReasonRequest(digest, "Asos yetarli emas")
    legal.post("/v1/drafts/legal/return", wire.Accepted, body=request, key="k")
    page = hokim.get(f"/v1/changes?after={cursor}", wire.ChangesPage)
    (change,) = page.changes
    assert change.draft is not None
    assert (change.id, change.draft.state, change.draft.revision) == (
        "legal",
        wire.DraftState.RETURNED,
        2,
    )


def test_lost_access_is_a_tombstone(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    _, cursor = _all(hokim)
    moved = replace(small.HOKIM, roles=(), organisation=small.WATER.stir)
    running.loading.add_people([moved])
    found, cursor = _all(hokim, cursor)
    # He is still the one named to sign these.
    assert found == {
        "ready": True,
        "legal": True,
        "asked": True,
        "registered": True,
        "secret": True,
        "acting": False,
    }
    assert hokim.refused("GET", "/v1/drafts/acting").code == "not_found"
    running.loading.add_people([small.HOKIM])
    found, _ = _all(hokim, cursor)
    assert found["acting"] is True


def test_an_organisation_that_is_no_longer_asked_loses_the_draft(running: Running) -> None:
    officer = running.station(small.LAND_OFFICER)
    found, cursor = _all(officer)
    assert found == {"ready": True, "asked": True}
    with running.core.database.writing() as connection:
        connection.execute(
            delete(db.trail).where(
                db.trail.c.draft == "asked", db.trail.c.organisation_stir == small.LAND.stir
            )
        )
        lifecycle.touch(connection, "asked", running.clock.now)
    found, _ = _all(officer, cursor)
    assert found == {"asked": False}
    assert officer.refused("GET", "/v1/drafts/asked").code == "not_found"
    kept, _ = _all(running.station(small.WATER_OFFICER))
    assert kept["asked"] is True


def test_a_cursor_from_nowhere(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    assert hokim.refused("GET", "/v1/changes?after=???").code == "bad_request"
    assert hokim.refused("GET", "/v1/changes?limit=many").code == "bad_request"


def test_a_registry_set_back_to_an_older_copy_says_so(running: Running) -> None:
    from registry.access import Cursor

    hokim = running.station(small.HOKIM)
    _, cursor = _all(hokim)
    ahead = replace(Cursor.read(cursor), seq=10_000)
    refused = hokim.refused("GET", f"/v1/changes?after={ahead.text()}")
    assert refused.code == "cursor_unknown"


def test_a_draft_in_full(running: Running) -> None:
    found = running.station(small.HOKIM).get("/v1/drafts/ready", wire.Draft)
    assert found.summary.actions == (
        wire.Action.SIGN,
        wire.Action.RETURN,
        wire.Action.REJECT,
        wire.Action.REMARK,
    )
    assert found.summary.drafter == small.DRAFTER.name
    assert found.summary.annex_count == len(found.annexes) == 1
    assert [item.decision for item in found.trail] == [
        wire.Answer.AGREED,
        wire.Answer.DEEMED_AGREED,
    ]
    # The statement made of what came over the wire is the one the officer signed.
    signed = small.entry_of(found.trail[0])
    assert signed.signature is not None
    signature = check_cms(signed.signature, agreement_statement("ready", signed))
    assert facts(signature.certificate).pinfl == small.WATER_OFFICER.pinfl


def test_a_draft_has_a_tag(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    first = hokim.call("GET", "/v1/drafts/ready")
    tag = first.headers["ETag"]
    again = hokim.call("GET", "/v1/drafts/ready", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    request = wire.RemarkRequest(1, None, None, "", "2-bandga qarang")
    hokim.post("/v1/drafts/ready/remarks", wire.Accepted, body=request, key="k")
    later = hokim.call("GET", "/v1/drafts/ready", headers={"If-None-Match": tag})
    assert later.status_code == 200
    assert later.headers["ETag"] != tag


def test_older_versions(running: Running) -> None:
    made = small.draft("versions", DraftState.LEGAL_REVIEW)
    second = replace(
        made.versions[0],
        number=2,
        text=SeedFile("b.pdf", small.pdf(3, "second")),
        annexes=(),
    )
    running.loading.add_draft(replace(made, versions=(made.versions[0], second)))
    hokim = running.station(small.HOKIM)
    current = hokim.get("/v1/drafts/versions", wire.Draft)
    old = hokim.get("/v1/drafts/versions/versions/1", wire.Draft)
    assert (current.summary.version, old.summary.version) == (2, 1)
    assert (len(current.annexes), len(old.annexes)) == (0, 1)
    assert old.summary.version_digest == version_statement(made, made.versions[0]).digest
    assert old.text.sha256 != current.text.sha256
    assert hokim.refused("GET", "/v1/drafts/versions/versions/3").code == "not_found"
    assert hokim.refused("GET", "/v1/drafts/versions/versions/x").code == "not_found"


def test_files_whole_and_in_part(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    text = hokim.get("/v1/drafts/ready", wire.Draft).text
    path = f"/v1/files/{text.sha256}"
    whole = hokim.call("GET", path)
    assert small.sha256(whole.content) == text.sha256
    assert len(whole.content) == text.size
    assert "immutable" in whole.headers["Cache-Control"]
    part = hokim.call("GET", path, headers={"Range": f"bytes={text.size - 10}-"})
    assert (part.status_code, part.content) == (206, whole.content[-10:])
    assert part.headers["Content-Range"] == f"bytes {text.size - 10}-{text.size - 1}/{text.size}"
    beyond = hokim.call("GET", path, headers={"Range": f"bytes={text.size}-"})
    assert beyond.status_code == 416
    kept = hokim.call("GET", path, headers={"If-None-Match": whole.headers["ETag"]})
    assert kept.status_code == 304


def test_files_only_of_drafts_one_sees(running: Running) -> None:
    text = running.station(small.HOKIM).get("/v1/drafts/legal", wire.Draft).text
    officer = running.station(small.WATER_OFFICER)
    assert officer.refused("GET", f"/v1/files/{text.sha256}").code == "not_found"
    assert officer.refused("GET", f"/v1/files/{'0' * 64}").code == "not_found"
    assert officer.refused("GET", "/v1/files/..%2f..%2fregistry.db").code == "not_found"


def test_answers_are_packed_when_that_helps(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    packed = hokim.call(
        "GET", "/v1/drafts/ready", headers={"Accept-Encoding": "gzip"}, stream=True
    )
    raw = packed.raw.read(decode_content=False)
    plain = hokim.call("GET", "/v1/drafts/ready", headers={"Accept-Encoding": "identity"})
    assert gzip.decompress(raw) == plain.content
    assert len(raw) < len(plain.content)


def test_the_one_who_asks_is_told_what_he_may_do(running: Running) -> None:
    def actions(person: SeedPerson, draft: str) -> tuple[wire.Action, ...]:
        return running.station(person).get(f"/v1/drafts/{draft}", wire.Draft).summary.actions

    assert actions(small.WATER_OFFICER, "asked")[:2] == (wire.Action.AGREE, wire.Action.OBJECT)
    assert actions(small.HOKIM, "asked") == ()
    assert actions(small.LEGAL, "legal") == (wire.Action.RETURN, wire.Action.REMARK)
    assert actions(small.HOKIM, "acting") == ()
    assert actions(small.JUSTICE, "ready") == ()
    assert actions(small.DRAFTER, "ready") == ()


def test_acting_ends_with_its_day(running: Running) -> None:
    running.clock.pass_(timedelta(days=2))
    summary = running.station(small.ACTING).get("/v1/drafts/acting", wire.Draft).summary
    assert summary.actions == ()


def test_a_change_of_post_is_seen_at_once(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    with running.core.database.writing() as connection:
        put_person(
            connection,
            Identity(
                small.HOKIM.pinfl,
                small.HOKIM.name,
                "Hokim",
                Organisation(small.HOKIMLIK.stir, ""),
                (Role.ADMINISTRATOR,),
                None,
                None,
            ),
        )
    assert hokim.get("/v1/me", wire.Me).roles == (wire.Role.ADMINISTRATOR,)
    assert hokim.get("/v1/drafts/ready", wire.Draft).summary.actions == ()


def test_nobody_is_added_whom_no_trail_can_name(running: Running) -> None:
    for pinfl in ("", "1" * 13, "１" * 14):
        with pytest.raises(ValueError, match="pinfl"):
            running.loading.add_people((replace(small.HOKIM, pinfl=pinfl),))
    for organisation in (Organisation("20000001", "Idora"), Organisation("200000019", " ")):
        with pytest.raises(ValueError, match=r"stir|name"):
            running.loading.add_organisations((organisation,))


@pytest.mark.parametrize(
    "changes",
    [
        {"authority": replace(small.AUTHORITY, stir="")},
        {"signer": replace(small.signer_role(small.HOKIM), pinfl="")},
        {"type": DraftType.COUNCIL},
        {"trail": (small.entry(1, Organisation("", ""), small.draft("nobodys")),)},
    ],
)
def test_a_draft_of_which_there_is_no_package_is_not_taken(
    running: Running, changes: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="not as the format says"):
        running.loading.add_draft(small.draft("nobodys", **changes))
    running.loading.add_draft(small.draft("nobodys"))

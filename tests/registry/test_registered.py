"""What became of a package, whoever handed it in and under whatever key."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from registry import database as db
from sync import wire
from tests.registry import small
from tests.registry.conftest import Running
from tests.registry.test_acceptance import carried, signed

PACKAGE = "/v1/drafts/ready/package"


def _asked(digest: str, author: str = "") -> str:
    return f"{PACKAGE}?version_digest={digest}" + (f"&author={author}" if author else "")


def test_a_version_that_is_registered_gets_the_same_answer_for_ever(running: Running) -> None:
    hokim, data, digest = signed(running)
    assert hokim.refused("GET", _asked(digest)).code == "not_found"
    first = hokim.hand_in("ready", "k1", data, digest)
    running.clock.pass_(timedelta(minutes=10))
    assert first.ok
    # Whatever the key; and the upload is gone by now.
    for key in ("k1", "k2"):
        assert hokim.hand_in("ready", key, data, digest).content == first.content
        request = wire.PackageRequest("gone", small.sha256(data), digest)
        assert hokim.call("POST", PACKAGE, body=request, key=key).content == first.content
    assert hokim.call("GET", _asked(digest)).content == first.content
    # Of another version nothing is known, under no key.
    other = wire.PackageRequest("gone", small.sha256(data), "0" * 64)
    assert hokim.refused("POST", PACKAGE, body=other, key="k1").code == "already_signed"
    assert hokim.refused("GET", _asked("0" * 64)).code == "not_found"


def test_the_same_signature_with_a_time_stamp_more_is_the_same_request(running: Running) -> None:
    hokim, data, digest = signed(running)
    first = hokim.hand_in("ready", "k1", data, digest)
    request = wire.PackageRequest("another station's", small.sha256(data + b"stamp"), digest)
    again = hokim.call("POST", PACKAGE, body=request, key="k1")
    assert again.content == first.content


def test_a_colleague_hands_in_and_both_get_one_answer(running: Running) -> None:
    hokim, data, digest = signed(running)
    legal = running.station(small.LEGAL)
    # The key is not even the one that stands in the file.
    taken = legal.call("POST", PACKAGE, body=carried(data, digest, legal), key="k9")
    assert small.decoded(taken, wire.Accepted).registration is not None
    assert hokim.hand_in("ready", "k1", data, digest).content == taken.content
    assert hokim.call("GET", _asked(digest)).content == taken.content
    assert legal.call("GET", _asked(digest, small.HOKIM.pinfl)).content == taken.content
    # It is nobody's but the signer's.
    assert legal.refused("GET", _asked(digest)).code == "not_found"
    own = wire.PackageRequest("any", small.sha256(data), digest)
    assert legal.refused("POST", PACKAGE, body=own, key="k1").code == "already_signed"


@pytest.mark.parametrize("before", [False, True])
def test_a_package_handed_in_under_the_key_of_another_holds_up_neither(
    running: Running, *, before: bool
) -> None:
    """``before``: an earlier registry wrote down what had happened under that key."""
    running.loading.add_drafts((small.draft("ready2"),))
    hokim, first, digest = signed(running)
    _, second, digest2 = signed(running, "ready2")
    legal = running.station(small.LEGAL)
    taken = legal.call("POST", PACKAGE, body=carried(first, digest, legal), key="k2")
    assert taken.ok
    if before:
        with running.core.database.writing() as connection:
            row = {"pinfl": small.HOKIM.pinfl, "key": "k2", "call": "package ready"}
            about = {"request_sha256": "0" * 64, "status": 200, "answer": taken.content}
            created = {"created": running.clock.now}
            connection.execute(insert(db.entries).values(row | about | created))
    assert hokim.hand_in("ready", "k1", first, digest).content == taken.content
    there = small.decoded(hokim.hand_in("ready2", "k2", second, digest2), wire.Accepted)
    assert (there.draft, there.state) == ("ready2", wire.DraftState.REGISTERED)


def test_what_is_refused_to_a_carrier_spoils_nobodys_package(running: Running) -> None:
    hokim, data, digest = signed(running)
    legal = running.station(small.LEGAL)
    spoilt = carried(b"PK no package", digest, legal)
    assert legal.refused("POST", PACKAGE, body=spoilt, key="k1").code == "package_malformed"
    own = wire.PackageRequest(legal.upload(data), small.sha256(data), digest)
    assert legal.refused("POST", PACKAGE, body=own, key="k2").code == "not_your_turn"
    assert hokim.hand_in("ready", "k1", data, digest).ok


def test_nobody_of_another_organisation_carries_or_asks(running: Running) -> None:
    hokim, data, digest = signed(running)
    water = running.station(small.WATER_OFFICER)
    request = carried(data, digest, water)
    assert water.refused("POST", PACKAGE, body=request, key="k1").code == "not_your_turn"
    assert hokim.hand_in("ready", "k1", data, digest).ok
    assert water.refused("POST", PACKAGE, body=request, key="k1").code == "not_your_turn"
    assert water.refused("GET", _asked(digest, small.HOKIM.pinfl)).code == "forbidden"


def test_whoever_does_not_see_the_draft_is_told_nothing_of_its_package(running: Running) -> None:
    hokim, data, digest = signed(running)
    # Of the same office, and none of those who see its decisions.
    administrator = running.station(small.ADMINISTRATOR)
    question = _asked(digest, small.HOKIM.pinfl)
    before = administrator.refused("GET", question)
    assert hokim.hand_in("ready", "k1", data, digest).ok
    after = administrator.refused("GET", question)
    assert (before.code, after.code) == ("not_found", "not_found")
    # Seeing it is all a colleague needs.
    assert running.station(small.LEGAL).call("GET", question).ok


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("keys", [("one", "one"), ("one", "two")])
def test_two_at_the_same_moment_get_one_number(
    running: Running, keys: tuple[str, str], shared: bool
) -> None:
    first, data, digest = signed(running)
    second = running.station(small.HOKIM)
    uploads = [station.upload(data) for station in (first, second)]
    if shared:
        # A station that gave up waiting and sent its request again.
        uploads[1] = uploads[0]
    barrier = threading.Barrier(2)
    codes: list[int] = [0, 0]
    bodies: list[bytes] = [b"", b""]

    def hand_in(index: int, station: small.Station) -> None:
        request = wire.PackageRequest(uploads[index], small.sha256(data), digest)
        barrier.wait()
        answer = station.call("POST", "/v1/drafts/ready/package", body=request, key=keys[index])
        codes[index], bodies[index] = answer.status_code, answer.content

    threads = [threading.Thread(target=hand_in, args=pair) for pair in enumerate((first, second))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert codes == [200, 200]
    assert bodies[0] == bodies[1]
    with running.core.database.reading() as connection:
        given = connection.execute(
            select(db.registrations.c.number).where(db.registrations.c.draft == "ready")
        ).scalars()
        assert list(given) == ["96-9-4-Q/26"]

"""What is public, and the hint that something changed."""

from __future__ import annotations

import threading
from dataclasses import replace
from time import monotonic, sleep

import pytest
import requests

from registry.contract import DraftState, DraftType, Script
from registry.events import SEATS_FOR_ONE
from registry.numbers import Number, parse
from registry.seeds import SeedRegistration
from tests.registry import small
from tests.registry.conftest import Running


def test_a_registered_decision_has_a_page(running: Running) -> None:
    answer = running.stranger.call("GET", "/d/94-9-4-q-26")
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "94-9-4-Q/26" in answer.text
    assert "10.03.2026" in answer.text
    assert small.AUTHORITY.name in answer.text
    # The title holds angle brackets; they must not become an element.
    assert "&lt;registered&gt;" in answer.text
    assert "<registered>" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_restricted_one_has_none(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    assert hokim.call("GET", "/v1/drafts/secret").json()["summary"]["registration"]["number"] == (
        "95-9-4-Q/26"
    )
    secret = running.stranger.call("GET", "/d/95-9-4-q-26")
    nothing = running.stranger.call("GET", "/d/1-1-1-q-26")
    # Somebody mistyped an address: a page that says so, in the four languages.
    assert "text/html" in nothing.headers["content-type"]
    assert "not in the public register" in nothing.text
    assert (secret.status_code, secret.content) == (404, nothing.content)


def test_a_version_digest_leads_to_the_page(running: Running) -> None:
    """As the QR code of a signature does, which is older than the number."""
    hokim = running.station(small.HOKIM)
    address = hokim.call("GET", "/v1/me").json()["policy"]["public_url"]
    assert address == f"{running.core.address}/v/"

    def page(name: str) -> requests.Response:
        summary = hokim.call("GET", f"/v1/drafts/{name}").json()["summary"]
        return running.stranger.call("GET", f"/v/{summary['version_digest']}")

    registered = page("registered")
    assert registered.url.endswith("/d/94-9-4-q-26")
    assert "94-9-4-Q/26" in registered.text
    nothing = running.stranger.call("GET", "/v/" + "0" * 64)
    assert nothing.status_code == 404
    assert "not registered yet" in nothing.text
    assert nothing.headers["Cache-Control"] == "no-store"
    for name in ("ready", "secret"):
        answer = page(name)
        assert (answer.status_code, answer.content) == (404, nothing.content)


def test_the_office_may_have_its_page_elsewhere(running: Running) -> None:
    running.core.policy = replace(running.core.policy, public_url="https://qaror.example/v/")
    try:
        policy = running.station(small.HOKIM).call("GET", "/v1/me").json()["policy"]
        assert policy["public_url"] == "https://qaror.example/v/"
    finally:
        running.core.policy = replace(running.core.policy, public_url="")


def test_the_page_is_in_the_documents_alphabet(running: Running) -> None:
    made = small.draft("cyrillic", DraftState.REVOKED, title="Қарор", script=Script.CYRILLIC)
    number = SeedRegistration(small.NOW, "7-9-4-Q/26")
    running.loading.add_draft(replace(made, registration=number))
    text = running.stranger.call("GET", "/d/7-9-4-q-26").text
    assert 'lang="uz-Cyrl"' in text
    # Whoever has the package goes on to its verification.
    assert '<a href="/verify?lang=uz_Cyrl">Имзоланган файлни текшириш</a>' in text
    assert "Ўз кучини йўқотган" in text


def test_a_change_is_hinted(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    arrived = threading.Event()
    with hokim.call("GET", "/v1/events", stream=True) as stream:
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        lines = stream.iter_lines()
        assert next(lines) == b": connected"

        def listen() -> None:
            for line in lines:
                if line == b"event: changed":
                    arrived.set()
                    return

        listening = threading.Thread(target=listen)
        listening.start()
        running.loading.add_draft(small.draft("new"))
        assert arrived.wait(5)
        listening.join(5)


def test_there_is_room_for_a_few_streams_of_each_person(running: Running) -> None:
    hokim, seats = running.station(small.HOKIM), running.pulse.seats
    streams = []
    # Of another person there is room all the same.
    for person in (*[hokim] * SEATS_FOR_ONE, running.station(small.DRAFTER)):
        stream = person.call("GET", "/v1/events", stream=True)
        lines = stream.iter_lines()
        assert next(lines) == b": connected"
        streams.append((stream, lines))
    refused = hokim.call("GET", "/v1/events", stream=True)
    assert (refused.status_code, refused.headers.get("Retry-After")) == (429, "60")
    for stream, _ in streams:
        stream.close()
    until = monotonic() + 5
    while seats.taken and monotonic() < until:
        sleep(0.05)
    assert seats.taken == 0


def test_a_stream_ends_by_itself(running: Running) -> None:
    running.pulse.lifetime = 0.1
    with running.station(small.HOKIM).call("GET", "/v1/events", stream=True) as stream:
        assert b"".join(stream.iter_content(100)) == b": connected\n\n"


def test_hints_are_for_those_signed_in(running: Running) -> None:
    assert running.stranger.refused("GET", "/v1/events").code == "unauthorised"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("94-9-0-F/21", Number(94, 9, 0, DraftType.ORDER, 2021)),
        ("№ 94 – 9 – 0 – f / 2021", Number(94, 9, 0, DraftType.ORDER, 2021)),
        ("94-9-0-Ф/21", Number(94, 9, 0, DraftType.ORDER, 2021)),
        ("12-3-4-Қ/26", Number(12, 3, 4, DraftType.DECISION, 2026)),
        ("VI-25-3-9-0-K/21", Number(3, 9, 0, DraftType.COUNCIL, 2021, "VI", 25)),
        ("vi-25-3-9-0-К/21-son", Number(3, 9, 0, DraftType.COUNCIL, 2021, "VI", 25)),
        ("94-9-0-K/21", None),
        ("VI-25-94-9-0-Q/21", None),
        ("94-9-0-X/21", None),
        ("94/21", None),
        ("", None),
    ],
)
def test_numbers_are_read_leniently(text: str, expected: Number | None) -> None:
    assert parse(text) == expected
    if expected is not None:
        assert parse(str(expected)) == expected


def test_numbers_are_written_in_one_form() -> None:
    assert str(Number(94, 9, 0, DraftType.ORDER, 2021)) == "94-9-0-F/21"
    council = Number(3, 9, 0, DraftType.COUNCIL, 2021, "VI", 25)
    assert (str(council), council.slug) == ("VI-25-3-9-0-K/21", "vi-25-3-9-0-k-21")


def test_sequences_are_per_type_and_year(running: Running) -> None:
    from registry import numbers

    with running.core.database.writing() as connection:

        def give(kind: DraftType, year: int) -> str:
            return str(
                numbers.give(connection, small.AUTHORITY, kind, year, convocation="VI", session=25)
            )

        assert give(DraftType.ORDER, 2026) == "1-9-4-F/26"
        assert give(DraftType.ORDER, 2026) == "2-9-4-F/26"
        assert give(DraftType.ORDER, 2027) == "1-9-4-F/27"
        assert give(DraftType.COUNCIL, 2026) == "VI-25-1-9-4-K/26"
        assert give(DraftType.DECISION, 2026) == "96-9-4-Q/26"

"""The public page: anybody's file in four languages, and nobody's file stops the registry."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import socket
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from sqlalchemy import update

from registry import database as db
from registry import files
from registry.verifying import doors, pages
from registry.verifying.doors import Closed, Doors
from registry.verifying.endpoint import registered
from signing.cms import build_signed_data
from signing.reporting.outline import Line, Look, Paper
from tests.registry import small
from tests.registry.conftest import Running

MATTER, OPEN = b"Qaror matni", "indeterminate"
HALF = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf a fi'


def cms(running: Running, *, attached: bool = True) -> bytes:
    signer = running.signer(small.HOKIM)
    return build_signed_data(signer, MATTER, signing_time=small.NOW, attached=attached)


def post(
    running: Running, data: Any = None, files: Any = None, **headers: str
) -> requests.Response:
    given = {"Accept": "application/json", **headers}
    place = f"{running.address}/verify"
    return requests.post(place, data=data, files=files, headers=given, timeout=60)


def test_the_page_works_without_scripts_in_four_languages(running: Running) -> None:
    told = set()
    for language in ("uz", "uz_Cyrl", "ru", "en"):
        answer = requests.get(f"{running.address}/verify?lang={language}", timeout=10)
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "form-action 'self'" in policy
        assert "<script" not in answer.text
        assert f'action="/verify?lang={language}"' in answer.text
        told.add(answer.text)
    assert len(told) == 4
    place = f"{running.address}/verify"
    russian = requests.get(place, headers={"Accept-Language": "de, ru;q=0.5"}, timeout=10)
    assert '<html lang="ru">' in russian.text


def test_the_pages_are_read_in_light_and_in_the_dark(running: Running) -> None:
    registered = requests.get(f"{running.address}/v/{'0' * 64}", timeout=10)
    for answer in (requests.get(f"{running.address}/verify?lang=ru", timeout=10), registered):
        (style,) = re.findall(r"<style>(.*?)</style>", answer.text)
        hashed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"style-src 'sha256-{hashed}'" in answer.headers["Content-Security-Policy"]
        light, dark = (
            dict(re.findall(r"--(\w+):(#\w+)", part)) for part in style.split("@media")[:2]
        )
        assert light.keys() == dark.keys()
        assert set(re.findall(r"var\(--(\w+)\)", style)) <= light.keys()
        for colours in (light, dark):
            for ground in (colours["ground"], colours["panel"]):
                for name in ("ink", "soft", "link", "valid", "open", "broken"):
                    # WCAG 2.2, 1.4.3; and 1.4.11 for what only surrounds.
                    assert contrast(colours[name], ground) >= 4.5, (name, ground)
                assert contrast(colours["line"], ground) >= 3
    assert (
        'aria-current="true">Русский<'
        in requests.get(f"{running.address}/verify?lang=ru", timeout=10).text
    )


def contrast(one: str, other: str) -> float:
    """WCAG 2.2: the ratio of two colours' luminances."""

    def luminance(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(2 * item for item in colour[1:])
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        red, green, blue = (
            item / 12.92 if item <= 0.04045 else ((item + 0.055) / 1.055) ** 2.4 for item in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_a_form_with_a_signature_and_what_it_covers(running: Running) -> None:
    name = "<b>imzo</b>\u202e.p7s"
    answer = post(
        running,
        data={"form": "html"},
        files={"file": (name, cms(running, attached=False)), "content": ("matn.txt", MATTER)},
    )
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "HAQIQIY" in answer.text
    assert small.HOKIM.name in answer.text
    assert "TOTAL-PASSED" in answer.text
    # A stranger chose the name; on the page it is nothing but letters.
    assert "<b>" not in answer.text
    assert "&lt;b&gt;imzo&lt;/b&gt;" in answer.text
    assert "\u202e" not in answer.text
    # Nothing fetched, nothing run: the style's digest is in the policy.
    style = answer.text.split("<style>")[1].split("</style>")[0]
    assert answer.text.count("<style") == 1
    assert sha256_base64(style) in answer.headers["Content-Security-Policy"]


def sha256_base64(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_a_program_sends_a_file_as_it_is(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = cms(running)
    kind = {"Content-Type": "application/octet-stream"}
    with nothing_left(running, monkeypatch):
        told = post(running, data=signed, **kind).json()
    assert (told["verdict"], told["signatures"][0]["signer"]) == ("valid", small.HOKIM.name)
    assert told["sha256"] == hashlib.sha256(signed).hexdigest()
    changed = signed.replace(MATTER, MATTER[::-1])
    pdf = post(running, data=changed, Accept="application/pdf", **kind)
    assert pdf.headers["Content-Disposition"].startswith("attachment")
    text = subprocess.run(
        ["pdftotext", "-", "-"], input=pdf.content, capture_output=True, check=True
    ).stdout.decode()
    assert small.HOKIM.name in text
    assert "HASH_FAILURE" in text
    # It says of itself that nobody signed it.
    assert "imzolanmagan" in text


def test_a_registered_package_is_told_with_its_page(running: Running, tmp_path: Path) -> None:
    """And a restricted one is not, though it is the very file."""
    told = {}
    for draft in ("registered", "secret"):
        package = tmp_path / draft
        package.write_bytes(draft.encode())
        sha256 = hashlib.sha256(package.read_bytes()).hexdigest()
        with running.core.database.writing() as connection:
            files.record(connection, running.core.files.take(package, sha256))
            connection.execute(
                update(db.registrations)
                .where(db.registrations.c.draft == draft)
                .values(package_sha256=sha256)
            )
        told[draft] = registered(running.core, sha256)
    assert told == {"registered": ("94-9-4-Q/26", "/d/94-9-4-q-26"), "secret": ("", "")}
    paper = Paper("t", "en", (), (Line(Look.HEADING, "h"),), ())
    page = pages.result([paper], *told["registered"])
    assert '<a href="/d/94-9-4-q-26">' in page
    assert "94-9-4-Q/26" in page
    assert "/d/" not in pages.result([paper], *told["secret"])


BAD: list[tuple[Any, Any, str, int, str]] = [
    (None, b"", "application/octet-stream", 400, "no_file"),
    ({"other": ("a", b"x")}, None, "", 400, "no_file"),
    ({"file": ("a", b"")}, None, "", 400, "no_file"),
    # Cut off in the middle: half a file is none.
    (None, HALF, "multipart/form-data; boundary=x", 400, "malformed"),
    (None, b"--y\r\nnonsense", "multipart/form-data; boundary=x", 400, "malformed"),
    (None, b"x", "multipart/form-data", 400, "malformed"),
    (None, b"file=x", "application/x-www-form-urlencoded", 400, "malformed"),
    ([("file", (str(n), b"x")) for n in range(3)], None, "", 400, "malformed"),
    ({"file": ("a", b"x" * 300_000)}, None, "", 413, "too_large"),
    (None, b"x" * 300_000, "text/plain", 413, "too_large"),
]


def test_two_files_in_one_place_are_not_half_verified(running: Running) -> None:
    signed = ("file", ("a", cms(running)))
    assert post(running, files=[signed, ("file", ("b", b"another"))]).status_code == 400
    assert post(running, files=[signed, ("content", ("b", MATTER))]).json()["verdict"] == "valid"


def test_a_content_that_nothing_in_a_container_covers_is_told(running: Running) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.etsi.asic-s+zip")
        archive.writestr("matn.txt", MATTER)
        archive.writestr("META-INF/signature.p7s", cms(running, attached=False))
    given = {"file": ("a.asics", made.getvalue())}
    assert post(running, files=given).json()["verdict"] == "valid"
    other = post(running, files={**given, "content": ("evil.txt", b"Evil")}).json()
    assert other["verdict"] == "indeterminate"
    assert [item["code"] for item in other["reasons"]] == ["CONTENT_UNUSED"]
    assert other["reasons"][0]["text"].endswith(": evil.txt")


def test_the_name_that_a_file_is_sent_under_is_of_its_format(running: Running) -> None:
    signed = cms(running)
    for name, verdict in (("a.p7m", "valid"), ("a.html", OPEN), ("a.pdf ", OPEN)):
        told = post(running, files={"file": (name, signed)}).json()
        assert told["verdict"] == verdict
        codes = [item["code"] for item in told["reasons"]]
        assert codes == ([] if verdict == "valid" else ["NAME_OF_ANOTHER_KIND"])
    page = post(running, files={"file": ("a.html", signed)}, data={"form": "html"}).text
    assert "imzo (CMS), nomi esa .html" in page


def test_an_empty_content_is_a_content(running: Running) -> None:
    signer = running.signer(small.HOKIM)
    detached = build_signed_data(signer, b"", signing_time=small.NOW)
    chosen = {"file": ("a.p7s", detached), "content": ("empty.bin", b"")}
    assert post(running, files=chosen).json()["verdict"] == "valid"
    nothing = {"file": ("a.p7s", detached), "content": ("", b"")}
    assert post(running, files=nothing).json()["verdict"] == "indeterminate"


def test_a_file_is_put_without_a_word_about_its_kind(running: Running) -> None:
    """``curl -T``; what ``curl -d`` calls itself may have lost its line ends, and is refused."""
    place = f"{running.address}/verify"
    assert requests.put(place, data=cms(running), timeout=60).json()["verdict"] == "valid"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert post(running, data=cms(running), **form).status_code == 400


def test_what_is_no_file_is_refused_before_anything_looks_at_it(running: Running) -> None:
    running.desk.bounds.size = 200_000
    # Whatever is looked at would end as exhausted.
    running.desk.seconds = 0.0
    running.desk.doors = Doors(count(0, 100).__next__)
    for given, data, kind, status, detail in BAD:
        headers = {"Content-Type": kind} if kind else {}
        answer = post(running, data, given, **headers)
        assert (answer.status_code, answer.json()["detail"]) == (status, detail), data or given
        assert answer.json()["status"] == status
        page = post(running, data, given, **headers, Accept="text/html")
        assert page.status_code == status
        assert "Hech narsa tekshirilmadi" in page.text


def test_an_endless_body_ends(running: Running) -> None:
    running.desk.bounds.size = 100_000
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 200_000_000:
            sent += 65536
            yield b"x" * 65536

    try:
        answer = post(running, data=endless())
    except requests.ConnectionError:
        # Whoever still sends when the connection ends sees that first.
        pass
    else:
        assert answer.status_code == 413
    assert sent < 50_000_000


def test_a_slow_body_is_not_waited_for(running: Running) -> None:
    running.desk.bounds.piece_seconds = 0.2
    place = urlsplit(running.address)
    with socket.create_connection((place.hostname, place.port), 10) as line:
        line.sendall(b"POST /verify HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nx")
        assert line.makefile("rb").readline().startswith(b"HTTP/1.1 408")


@contextmanager
def nothing_left(running: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Neither in the registry's directory nor under any name where temporary files are."""
    temporary = running.core.directory.parent / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    before = tree(running.core.directory)
    seen: list[Path] = []
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.005):
            seen.extend(temporary.iterdir())

    watching = threading.Thread(target=watch)
    watching.start()
    yield
    over.set()
    watching.join()
    assert not seen
    assert tree(running.core.directory) == before


def tree(place: Path) -> set[str]:
    return {str(path) for path in place.rglob("*") if not path.name.endswith(("-wal", "-shm"))}


def test_a_file_that_takes_all_memory_costs_one_process(running: Running) -> None:
    running.desk.kilobytes = 1 << 10
    answer = post(running, data=b"%PDF-1.7\n" + bytes(1 << 20), **{"Content-Type": "x/y"})
    assert (answer.status_code, answer.json()["detail"]) == (422, "exhausted")
    assert answer.json()["status"] == 422
    running.desk.kilobytes, running.desk.seconds = 1 << 20, 0.01
    answer = post(running, data=b"x", **{"Content-Type": "x/y"})
    assert (answer.status_code, answer.json()["detail"]) == (422, "exhausted")
    assert requests.get(f"{running.address}/verify", timeout=10).ok


def test_there_are_seats_for_some_and_a_few_for_one() -> None:
    now = [0.0]
    entrance = Doors(lambda: now[0])
    with entrance.entering("192.0.2.1"), entrance.entering("192.0.2.1"):
        with pytest.raises(Closed) as one, entrance.entering("192.0.2.1"):
            pass
        with entrance.entering("192.0.2.2"):
            pass
    assert one.value.reason == "busy"
    with ExitStack() as stack:
        for number in range(doors.SEATS):
            stack.enter_context(entrance.entering(f"198.51.100.{number}"))
        with pytest.raises(Closed), entrance.entering("203.0.113.1"):
            pass
    with entrance.entering("203.0.113.1"):
        pass


def test_an_address_that_asks_often_waits() -> None:
    now = [0.0]
    entrance = Doors(lambda: now[0])
    # One subscriber has a whole network of IPv6.
    addresses = [f"2001:db8::{number:x}" for number in range(doors.IN_A_ROW)]
    for address in addresses:
        with entrance.entering(address):
            pass
    with pytest.raises(Closed) as often, entrance.entering("2001:db8::ffff"):
        pass
    assert often.value.reason == "often"
    with entrance.entering("2001:db8:0:1::1"):
        pass
    now[0] += often.value.wait
    with entrance.entering("2001:db8::ffff"):
        pass


def test_a_caller_who_waits_is_told_how_long(running: Running) -> None:
    for _ in range(doors.IN_A_ROW):
        with running.desk.doors.entering("127.0.0.1"):
            pass
    answer = post(running, data=b"x", **{"Content-Type": "x/y"})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.json()["code"] == "rate_limited"


def test_another_language_keeps_the_answer(running: Running) -> None:
    """The file is gone, and nothing is kept: the page holds each language itself."""

    def asked(language: str, **files: tuple[str, bytes]) -> requests.Response:
        place = f"{running.address}/verify?lang={language}"
        html = {"Accept": "text/html"}
        return requests.post(place, data=b"", files=files or None, headers=html, timeout=60)

    answer = asked("ru", file=("x", cms(running)))
    parts = dict(
        re.findall(r'<div class="told[^"]*" id="(\S+)"[^>]*>(.*?)</div>', answer.text, re.DOTALL)
    )
    names = {"in-uz-latn", "in-uz-cyrl", "in-ru", "in-en"}
    assert parts.keys() == names
    for part in parts.values():
        assert {link[1:] for link in re.findall(r'href="(#[^"]+)"', part)} == names
        assert part.count('aria-current="true"') == 1
        assert small.HOKIM.name in part
        assert "TOTAL-PASSED" in part
    for name, verdict in (
        ("in-uz-latn", "HAQIQIY"),
        ("in-ru", "ДЕЙСТВИТЕЛЬНО"),
        ("in-en", "VALID"),
    ):
        assert verdict in parts[name]
    # Without a link followed, what was asked for is shown, and it alone.
    assert answer.text.index('id="in-ru"') > answer.text.index('id="in-en"')
    assert re.findall(r'class="told first" id="(\S+)"', answer.text) == ["in-ru"]
    refused = asked("en")
    assert len(re.findall(r'class="told', refused.text)) == 4
    # The language that is shown is the one for the next file, too.
    assert 'href="/verify?lang=ru"' in parts["in-ru"]

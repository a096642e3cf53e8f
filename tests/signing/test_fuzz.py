"""Hard to break: files that were mutated, spliced, and signed by somebody who means no good.

What holds of each: no error outside the trees, an answer within 10 s of processor time, not over
300 MB, and nothing intact that nobody signed (``tests/signing/fuzz/oracle.py``). The usual suite
looks at files for ``EQAROR_FUZZ_SECONDS`` of processor time, 60 unless told: each group of samples
has its share, and so has what coverage guides (atheris). Its files are the same in every run,
because ``EQAROR_FUZZ_SEED`` is. The long one does so for ``EQAROR_FUZZ_MINUTES``, 60 unless told,
half of it guided, with seeds of its own; what it finds is written to ``EQAROR_FUZZ_FOUND`` and
belongs into ``regressions/``.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import process_time, time

import pytest

from signing.certificate import facts, load_certificate, load_crl
from signing.cms_asn1 import tlv
from signing.foreign import ber
from signing.foreign.manifest import read_manifest
from signing.lists import list_status
from signing.ocsp import load_answer, status_of
from signing.statement import read_decision, read_trail
from tests.signing.fuzz import zips
from tests.signing.fuzz.campaign import Campaign, local_time
from tests.signing.fuzz.finding import Finding, Hang
from tests.signing.fuzz.oracle import Oracle, alarm
from tests.signing.fuzz.samples import Group, Samples

SECONDS = float(os.environ.get("EQAROR_FUZZ_SECONDS", "60"))
SHARES = {
    Group.CONTAINERS: 0.2,
    Group.PDFS: 0.2,
    Group.SIGNATURES: 0.12,
    Group.STAMPS: 0.1,
    Group.CERTIFICATES: 0.07,
    Group.STATEMENTS: 0.06,
}
"""Of these seconds; what is left is guided by coverage."""
SEED = os.environ.get("EQAROR_FUZZ_SEED", "E-qaror")
STARTING, A_SECOND = 5, 220
"""Seconds in which the guided one is ready, and files of a second afterwards."""
MINUTES = float(os.environ.get("EQAROR_FUZZ_MINUTES", "60"))
REGRESSIONS = Path(__file__).parent / "regressions"
INDEX = tomllib.loads((REGRESSIONS / "index.toml").read_text(encoding="utf-8"))

# Warnings of libraries about a stranger's bytes are no errors of this program.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def samples() -> Samples:
    return Samples()


@pytest.fixture(scope="module", autouse=True)
def in_tashkent() -> Iterator[None]:
    """Times are shown as they are read there: adding hours must not overflow."""
    with local_time("Asia/Tashkent"):
        yield


@pytest.fixture(scope="module")
def oracle(samples: Samples, tmp_path_factory: pytest.TempPathFactory) -> Oracle:
    return Oracle(samples, tmp_path_factory.mktemp("fuzz"))


OPEN_SAMPLES = {
    # Without a bound certificate; and what nobody signed.
    "plain.p7s": "SIG_CONSTRAINTS_FAILURE",
    **dict.fromkeys(("token.tst", "national-token.tst", "stamp.asics"), "NOBODY_SIGNED"),
}
LEVELS = {
    **dict.fromkeys(("archived.asice", "archived.p7m", "forever.pdf"), "B-LTA"),
    "national-kept.p7m": "B-LT",
    **dict.fromkeys(("stamped.p7m", "stored.asice"), "B-T"),
    **dict.fromkeys(("plain.p7s", "token.tst", "national-token.tst", "stamp.asics"), ""),
}
"""Of the first signature; of all others it is B-B."""


def test_samples_are_what_they_were(samples: Samples, oracle: Oracle) -> None:
    """Otherwise every mutation would stop where they do."""
    for item in samples.every:
        # Its content is not at hand: the signature of a package, alone.
        if not item.is_whole or item.name == "ours.p7s":
            continue
        report = oracle.look(item.data)
        told = {reason.code for reason in report.reasons}
        verdict = "indeterminate" if item.name in OPEN_SAMPLES else "valid"
        assert (report.verdict, told) == (verdict, {OPEN_SAMPLES.get(item.name, "")} - {""})
        assert all(one.intact and one.trusted for one in report.signatures)
        assert report.signatures[0].level == LEVELS.get(item.name, "B-B"), item.name
    (alone,) = [item.data for item in samples.every if item.name == "ours.p7s"]
    assert {reason.code for reason in oracle.look(alone).reasons} == {"HASH_FAILURE"}


def test_parts_are_what_they_were(samples: Samples) -> None:
    """Each is read by its own door to its end; of lists and answers something is heard."""
    parts = {item.name: item.data for item in samples.every if not item.is_whole}
    for name, data in parts.items():
        match Path(name).suffix:
            case ".cer" if name in {"national-root.cer", "answered-issuing.cer", "qualified.cer"}:
                # Authorities sign no documents, and the last is over and of nobody here.
                facts(load_certificate(data))
            case ".cer":
                leaf = load_certificate(data)
                assert len(samples.anchors.path(leaf, samples.certificates, samples.at)) == 3
            case ".crl":
                found = load_crl(data)
                assert any(list_status(found, *pair) for pair in samples.pairs), name
            case ".ocsp":
                answer = load_answer(data)
                assert any(status_of(answer, *pair) for pair in samples.pairs), name
            case ".xml":
                assert read_manifest(data, name).references
    assert read_trail(parts["trail.json"], samples.answers).entries
    assert read_decision(parts["decision.json"]).version.draft


def test_a_changed_file_that_is_called_whole_would_be_noticed(
    samples: Samples, oracle: Oracle
) -> None:
    """The oracle itself: signatures of a key that is trusted, over what its owner never signed."""
    (item,) = [item for item in samples.every if item.name == "attached.p7m"]
    report = oracle.look(item.data)
    changed = item.data.replace(b"Qaror", b"Qoror")
    with pytest.raises(Finding, match="nobody signed"):
        oracle.judge(changed, report)
    with pytest.raises(Hang), alarm(0.01):
        _wait_for_ever()


def _wait_for_ever() -> None:
    while True:
        pass


@pytest.mark.parametrize(("kind", "name"), [(k, n) for k, names in INDEX.items() for n in names])
def test_what_was_found_stays_mended(oracle: Oracle, kind: str, name: str) -> None:
    oracle.look((REGRESSIONS / name).read_bytes(), hostile=kind == "hostile")


def test_every_regression_says_what_it_was() -> None:
    files = {item.name for item in REGRESSIONS.iterdir()} - {"index.toml"}
    assert files == {name for names in INDEX.values() for name in names}


def test_more_signatures_than_anybody_waits_for(samples: Samples, oracle: Oracle) -> None:
    """A container of 4,000 files with 64 signers each takes minutes; it has 4 MB.

    These here name a hash that nobody knows, which is quicker to be told.
    """
    named = {item.name: item.data for item in samples.every}
    top = ber.read_all(named["attached.p7m"])
    data = top.children[1].only()
    sha256, unknown = bytes.fromhex("608648016503040201"), bytes.fromhex("608648016503040277")
    signers = tlv(0x31, data.children[-1].only().raw.replace(sha256, unknown) * 64)
    inner = b"".join(item.raw for item in data.children[:-1]) + signers
    many = tlv(0x30, top.children[0].raw + tlv(0xA0, tlv(0x30, inner)))
    *others, signature = zips.entries(named["simple.asics"])
    numbered = [replace(signature.filled(many), name=b"META-INF/%d.p7s" % n) for n in range(17)]
    report = oracle.look(zips.written([*others, *numbered]), hostile=True)
    assert [(item.code, item.failed) for item in report.reasons] == [("NOT_EXAMINED", False)]


def test_a_store_that_unpacks_to_gigabytes(samples: Samples, oracle: Oracle) -> None:
    """Sixty streams of 60 MB took 3.7 GB and 24 s; a tenth of that goes over the bound as well."""
    (pdf,) = [item.data for item in samples.every if item.name == "signed.pdf"]
    packed = zlib.compress(bytes(30 << 20), 9)
    stream = b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(packed), packed)
    catalog, pages, form, before = (
        re.findall(pattern, pdf)[-1]
        for pattern in (
            *(rb"/Root (\d+)", rb"/Pages (\d+)", rb"/AcroForm (\d+)", rb"startxref\s+(\d+)"),
        )
    )
    store = b" ".join(b"%d 0 R" % number for number in range(200, 212))
    root = b"<</Type/Catalog/Pages %s 0 R/AcroForm %s 0 R/DSS<</Certs[%s]>>>>"
    objects = {int(catalog): root % (pages, form, store)}
    objects |= dict.fromkeys(range(200, 212), stream)
    table = b"xref\n"
    for number, body in objects.items():
        table += b"%d 1\n%010d 00000 n \n" % (number, len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    trailer = b"trailer\n<</Size 300/Root %s 0 R/Prev %s>>\nstartxref\n%d\n%%%%EOF\n"
    report = oracle.look(pdf + table + trailer % (catalog, before, len(pdf)))
    assert report.signatures[0].intact


@pytest.mark.slow
@pytest.mark.parametrize("group", Group)
def test_nothing_breaks(samples: Samples, oracle: Oracle, group: Group) -> None:
    end = process_time() + SECONDS * SHARES[group]
    campaign = Campaign(samples, oracle, f"{SEED} {group}", group=group)
    campaign.run(lambda: process_time() < end)
    assert not campaign.found, campaign.told()
    # Mutations that nothing is refused of, or everything, look at nothing.
    parts = group in (Group.CERTIFICATES, Group.STATEMENTS)
    expected = {"indeterminate"} if parts else {"valid", "invalid", "indeterminate"}
    assert expected <= set(campaign.verdicts), campaign.verdicts


@pytest.mark.slow
def test_nothing_breaks_where_coverage_leads(tmp_path: Path) -> None:
    """Counted, not timed, so that it is the same in every run."""
    seconds = SECONDS * (1 - sum(SHARES.values()))
    runs = round((seconds - STARTING) * A_SECOND)
    if runs > 0:
        guided(120, tmp_path / "found", tmp_path, "-seed=1092", f"-runs={runs}")


def guided(seconds: float, place: Path, work: Path, *options: str) -> None:
    """Run the guided one in a process of its own; nothing may be found."""
    pytest.importorskip("atheris", reason="atheris is for Linux on x86-64 and Python up to 3.13")
    place.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.signing.fuzz.guided", str(seconds), str(place)]
    # libFuzzer ends the process without clearing up.
    (work / "work").mkdir()
    settings = {**os.environ, "TMPDIR": str(work / "work")}
    ran = subprocess.run(
        [*command, *options],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
        env=settings,
    )
    assert ran.returncode == 0, ran.stderr[-4000:]
    told = [item.read_text(encoding="utf-8") for item in place.glob("*.txt")]
    assert not list(place.iterdir()), told
    # It looked at something, and not at the samples alone.
    assert int(ran.stderr.rpartition("new_units_added:")[2].split()[0]) > 0


def _place(tmp_path: Path) -> Path:
    place = Path(os.environ.get("EQAROR_FUZZ_FOUND", tmp_path / "found"))
    place.mkdir(parents=True, exist_ok=True)
    return place


@pytest.mark.long
@pytest.mark.timeout(MINUTES * 60 + 600)
def test_nothing_breaks_in_half_an_hour(samples: Samples, oracle: Oracle, tmp_path: Path) -> None:
    end = time() + MINUTES * 30
    campaign = Campaign(samples, oracle, f"long {time()}", _place(tmp_path))
    campaign.run(lambda: time() < end)
    assert not campaign.found, campaign.told()


@pytest.mark.long
@pytest.mark.timeout(MINUTES * 60 + 600)
def test_nothing_breaks_in_half_an_hour_where_coverage_leads(tmp_path: Path) -> None:
    guided(MINUTES * 30, _place(tmp_path), tmp_path)

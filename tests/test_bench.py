"""The benchmark's rows run, say what they should, and compare things that are really valid."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bench import (
    desk_row,
    first_row,
    national_row,
    package_row,
    search_row,
    store_row,
    sync_row,
    verify_row,
    window_row,
)
from bench.__main__ import main
from bench.measure import Bench, Comparison, Result, Series, Spread, alternate
from bench.office import Place, station
from bench.table import lines
from signing.report import Verdict
from signing.trust import TrustAnchors
from signing.verify import verify_package
from tests.offices import copy_office

ROUNDS = 2
DRAFTS = 100


@pytest.fixture(scope="module")
def place(model_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A station for the rows that need one."""
    directory = tmp_path_factory.mktemp("station")
    copy_office(model_office, directory / "office")
    with station(directory, DRAFTS) as made:
        yield made


def as_json(results: Sequence[Result]) -> list[dict[str, Any]]:
    """What the file would hold."""
    found: list[dict[str, Any]] = json.loads(msgspec.json.encode(results))
    return found


def check_shape(row: dict[str, Any]) -> None:
    names = [series["name"] for series in row["series"]]
    for series in row["series"]:
        assert len(series["values"]) == ROUNDS
        assert series["unit"] in {"ms", "MiB"}
        spread = series["spread"]
        order = [spread[name] for name in ("minimum", "lower", "median", "upper", "maximum")]
        assert order == sorted(order)
        assert order[0] > 0
    assert row["comparisons"]
    for comparison in row["comparisons"]:
        assert comparison["subject"] in names
        assert comparison["baseline"] in names
        assert comparison["ratio"] > 0
        assert comparison["pairs"]["minimum"] <= comparison["pairs"]["maximum"]


def test_the_national_algorithms_are_timed_against_their_bounds(tmp_path: Path) -> None:
    signature, hashed = national_row.run(Bench(tmp_path, ROUNDS))
    for row in as_json((signature, hashed)):
        check_shape(row)
    assert [item.goal for item in (*signature.comparisons, *hashed.comparisons)] == [1.0] * 3
    # What stands beside it is twenty times as fast, on whatever machine.
    in_python, by_library = (item.spread.median for item in hashed.series[:2])
    assert by_library < in_python / 3


@pytest.mark.long
def test_the_desk_is_timed_beside_plain_lists_and_pages(tmp_path: Path) -> None:
    results = desk_row.run(Bench(tmp_path, ROUNDS, DRAFTS))
    (row,) = as_json(results)
    check_shape(row)
    assert row["case"] == f"{10 * DRAFTS} drafts"
    told = [row["facts"][f"{name}, ms"] for name in desk_row.GOALS]
    assert all("goal ≤" in fact for fact in told)


@pytest.mark.slow
def test_packages_and_their_baseline_are_valid(tmp_path: Path) -> None:
    results = package_row.run(Bench(tmp_path, ROUNDS))
    assert [result.case for result in results] == ["ec-p256", "rsa-2048"]
    for row in as_json(results):
        check_shape(row)
        assert row["comparisons"][0]["goal"] == package_row.GOAL
    root = tmp_path / "trust.pem"
    # The root alone: what is between must have come with the signatures.
    anchors = TrustAnchors.load([root])
    for case in ("ec-p256", "rsa-2048"):
        package = (tmp_path / f"{case}.asice").read_bytes()
        report = verify_package(io.BytesIO(package), anchors)
        # Officers' certificates are found with the root alone, revocation is not known for all.
        assert report.verdict in (Verdict.VALID, Verdict.INDETERMINATE)
        assert {reason.code for reason in report.reasons} <= {"TRY_LATER"}
        assert all(item.intact for item in report.signatures)
        assert [item.scope for item in report.signatures[:2]] == ["package", "pdf"]
        assert len(report.signatures) == 2 + 12
        kind = {"ec-p256": "ecdsa-sha256", "rsa-2048": "rsa-pkcs1-sha256"}[case]
        assert {item.algorithm for item in report.signatures[:2]} == {kind}
        signed = (tmp_path / f"{case}.pdf").read_bytes()
        said = subprocess.run(
            ["pdfsig", "-nocert", str(tmp_path / f"{case}.pdf")],
            capture_output=True,
            text=True,
            check=False,
        ).stdout
        assert "Signature is Valid" in said
        assert "ETSI.CAdES.detached" in said
        assert "Total document signed" in said
        assert signed.startswith(b"%PDF")


@pytest.mark.long
def test_verifying_is_measured_on_packages_that_are_valid(tmp_path: Path) -> None:
    results = verify_row.run(Bench(tmp_path, ROUNDS), side=1500)
    assert [result.case for result in results] == ["ec-p256", "rsa-2048", "11 MB"]
    for row in as_json(results):
        check_shape(row)
    goals = [item.goal for result in results for item in result.comparisons]
    assert goals == [verify_row.GOAL, verify_row.GOAL, 1 / verify_row.SPEED, 1.0]


@pytest.mark.long
def test_the_window_is_filled(place: Place, tmp_path: Path) -> None:
    (result,) = window_row.measure(Bench(tmp_path, ROUNDS, DRAFTS), place)
    (row,) = as_json([result])
    check_shape(row)
    assert row["facts"] == {"drafts in the list": DRAFTS}
    resident = {series["name"]: series["spread"]["median"] for series in row["series"]}
    # A Python with Qt in it weighs tens of MiB; anything else was not measured right.
    assert 20 < resident["bare window, resident"] < resident["usable list, resident"] < 1000


@pytest.mark.slow
def test_a_cycle_without_changes_is_one_small_request(place: Place, tmp_path: Path) -> None:
    (result,) = sync_row.measure(Bench(tmp_path, ROUNDS, DRAFTS), place)
    (row,) = as_json([result])
    check_shape(row)
    assert row["facts"]["requests in a cycle"] == 1
    assert 200 < row["facts"]["bytes on the wire"] < 2048


@pytest.mark.long
def test_the_search_is_measured_on_texts_that_can_be_found(tmp_path: Path) -> None:
    (result,) = search_row.run(Bench(tmp_path, ROUNDS, 6))
    (row,) = as_json([result])
    check_shape(row)
    assert result.case == "60 drafts"
    # Whoever types letter by letter finds something nearly always.
    assert row["facts"]["with an answer"] > row["facts"]["questions in a round"] * 0.6
    assert {clause for question in search_row.questions() for clause in question.clauses}


def test_actions_alternate_and_warm_rounds_do_not_count() -> None:
    said: list[str] = []

    def action(name: str) -> int:
        said.append(name)
        return len(said)

    found = alternate((lambda: action("a"), lambda: action("b")), 3, warm=1)
    assert "".join(said) == "abababab"
    assert found == ((3, 5, 7), (4, 6, 8))


def test_a_ratio_is_of_medians_and_pairs_are_of_rounds() -> None:
    ours, theirs = Series.of("a", "ms", (2.0, 4.0, 9.0)), Series.of("b", "ms", (1.0, 8.0, 3.0))
    found = Comparison.of(ours, theirs, 1.2)
    assert found.ratio == 4.0 / 3.0
    assert found.pairs == Spread.of((2.0, 0.5, 3.0))
    result = Result("row", "case", (ours, theirs), (found,), {"fact": 1})
    text = "\n".join(lines([result]))
    assert "1.33" in text
    assert "MISSED" in text
    assert "fact: 1" in text
    better = Comparison.of(theirs, ours, 1.2)
    assert ": met" in "\n".join(lines([Result("row", "case", (), (better,))]))


def test_one_round_has_no_spread(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--rounds", "1"])
    assert left.value.code == 2
    assert "two rounds" in capsys.readouterr().err


def test_a_row_is_chosen_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--rows", "everything"])
    assert "package" in capsys.readouterr().err


def test_the_store_row_opens_both_stores_and_flushes_both(tmp_path: Path) -> None:
    opening, remark = store_row.measure(Bench(tmp_path, 2), 5, 60)
    assert [item.goal for item in (*opening.comparisons, *remark.comparisons)] == [1.5, None, 3.0]
    assert all(
        value > 0 for series in (*opening.series, *remark.series) for value in series.values
    )
    assert len(remark.series[0].values) == 10


@pytest.mark.long
@pytest.mark.timeout(600)
def test_the_first_synchronising_has_every_draft_both_ways(tmp_path: Path) -> None:
    results = first_row.run(Bench(tmp_path, ROUNDS, DRAFTS))
    assert [result.row for result in results] == ["first", "first"]
    for row in as_json(results):
        check_shape(row)
        assert row["comparisons"][0]["goal"] == first_row.GOAL

"""The results as a table for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bench.measure import Comparison, Result, Series

_NAME = 42


def lines(results: Sequence[Result]) -> Iterator[str]:
    """Yield the lines of the table."""
    for result in results:
        yield ""
        yield f"{result.row}: {result.case}"
        head = ("min", "quartile", "median", "quartile", "max")
        yield "  " + " " * _NAME + "".join(f"{word:>10}" for word in head)
        for series in result.series:
            yield _series(series)
        for comparison in result.comparisons:
            yield _comparison(comparison)
        for name, value in result.facts.items():
            yield f"  {name}: {value}"


def _series(series: Series) -> str:
    spread = series.spread
    numbers = (spread.minimum, spread.lower, spread.median, spread.upper, spread.maximum)
    name = f"{series.name}, {series.unit}"
    return f"  {name:<{_NAME}}" + "".join(f"{number:10.2f}" for number in numbers)


def _comparison(comparison: Comparison) -> str:
    pairs = comparison.pairs
    goal = ""
    if comparison.goal is not None:
        met = "met" if comparison.ratio <= comparison.goal else "MISSED"
        goal = f"; goal ≤ {comparison.goal:g}: {met}"
    return (
        f"  {comparison.subject} / {comparison.baseline}: {comparison.ratio:.2f}"
        f" (pairs {pairs.lower:.2f}–{pairs.upper:.2f},"
        f" all {pairs.minimum:.2f}–{pairs.maximum:.2f}){goal}"
    )

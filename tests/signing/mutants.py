"""Every check of the verifier removed, one at a time: does a test or the fuzzer notice?

``python -m tests.signing.mutants [--minutes N] [--only PART] [--list]`` prints those that nothing
noticed. Nothing is written to the source: a module is changed on its way into a process of its
own, which then runs the tests of this directory until the first one fails.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType

HERE = Path(__file__).parents[2]
MODULES = (
    *("cms_verify", "verify", "verify_file", "verify_any", "manifest", "statement", "canonical"),
    *("identity", "timestamp", "revocation", "ocsp", "trust", "certificate", "issued", "report"),
    *("public_key", "algorithms", "container/reader", "container/rules", "container/member"),
    *("foreign/asic", "foreign/archive", "foreign/archive_stamp", "foreign/armour", "foreign/ber"),
    *("foreign/check", "foreign/cms", "foreign/judge", "foreign/manifest", "foreign/algorithms"),
    *("foreign/pdf", "foreign/pdf_changes", "foreign/pdf_graph", "foreign/pdf_signatures"),
    *("foreign/signed_data", "foreign/stamps", "national/curve", "national/parameters"),
    *("national/signature", "pdf/pades", "pdf/changes", "pdf/compare", "pdf/reading"),
)
FIRST = ("test_checks_hold.py", "foreign/test_cms.py", "foreign/test_asic.py", "test_package.py")
"""Notice most, and are loaded quickly."""
THEN = (
    *("test_container.py", "test_two_descriptions.py", "test_manifest.py", "foreign/test_pdf.py"),
    *("foreign/test_weak.py", "foreign/test_archive_stamp_v2.py", "test_timestamp.py"),
    *("test_ocsp.py", "test_revocation.py", "test_trust.py", "test_pdf.py", "test_costs.py"),
    *("national", "test_national_package.py", "test_national_proofs.py", "test_days.py"),
    *("test_canonical.py", "test_qualified.py", "test_fuzz.py"),
)
_SLOW = ("signatures_than_anybody", "gigabytes", "held_once", "bombs", "public_tools")
"""Tests that cost most of the time; no check of one line rests on them alone."""
_SLOWER = 4
"""So many times the processor time of the tests as they are; what takes longer is noticed."""
_AT_LEAST = 20
"""Seconds."""
_CALLS = ("fail", "leave_open", "change", "refuse", "miss", "count", "check", "require")
_KEPT = ("reasons", "found")


@dataclass(frozen=True)
class Mutant:
    """One check that is not made."""

    path: Path
    line: int
    text: str
    code: CodeType

    @property
    def module(self) -> str:
        """Its dotted name."""
        return ".".join(self.path.relative_to(HERE).with_suffix("").parts)

    def __str__(self) -> str:
        return f"{self.path.relative_to(HERE)}:{self.line}: {self.text}"


# --- making them ------------------------------------------------------------------------------


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Give what becomes of a module without each of its checks."""
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    count = sum(_is_check(node, stack) for node, stack in _walk(ast.parse(source), ()))
    for number in range(count):
        tree = ast.parse(source)
        found = [(node, up) for node, up in _walk(tree, ()) if _is_check(node, up)]
        node, above = found[number]
        _remove(node, above)
        code = compile(ast.fix_missing_locations(tree), str(path), "exec")
        yield Mutant(path, node.lineno, lines[node.lineno - 1].strip(), code)


def _walk(
    node: ast.AST, above: tuple[ast.AST, ...]
) -> Iterator[tuple[ast.stmt, tuple[ast.AST, ...]]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield child, (*above, node)
        yield from _walk(child, (*above, node))


def _is_check(node: ast.stmt, above: tuple[ast.AST, ...]) -> bool:
    match node:
        case ast.Raise(exc=ast.expr()):
            # What only gives an error another name is none; without it tests would see the other.
            return not any(isinstance(item, ast.ExceptHandler) for item in above)
        case ast.Return(value=ast.expr()):
            function = next(i for i in reversed(above) if isinstance(i, ast.FunctionDef))
            return isinstance(function.returns, ast.Name) and function.returns.id == "bool"
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name))):
            if name in ("append", "add"):
                call = node.value
                assert isinstance(call, ast.Call)
                return any(word in ast.unparse(call.func) for word in _KEPT)
            return name.lstrip("_").startswith(_CALLS)
        case ast.Expr(value=ast.Call(func=ast.Name(id=name))):
            return name.lstrip("_").startswith(_CALLS)
        case ast.AugAssign(target=target):
            return "reasons" in ast.unparse(target)
    return False


def _remove(node: ast.stmt, above: tuple[ast.AST, ...]) -> None:
    new: ast.stmt = ast.Pass()
    if isinstance(node, ast.Return):
        denied = isinstance(node.value, ast.Constant) and node.value.value is True
        new = ast.Return(value=ast.Constant(value=not denied))
    ast.copy_location(new, node)
    for _, value in ast.iter_fields(above[-1]):
        if isinstance(value, list) and node in value:
            value[value.index(node)] = new
            return
    raise AssertionError(node)


# --- running them -----------------------------------------------------------------------------


class _Loader(importlib.abc.Loader):
    def __init__(self, code: CodeType) -> None:
        self._code = code

    def exec_module(self, module: ModuleType) -> None:
        exec(self._code, module.__dict__)


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._mutant.module:
            return None
        return importlib.util.spec_from_file_location(
            fullname, self._mutant.path, loader=_Loader(self._mutant.code)
        )


def noticed(
    mutant: Mutant | None, seconds: int = 0, tests: Sequence[Sequence[str]] = (FIRST, THEN)
) -> bool:
    """Whether a test fails with a mutant, or does not end.

    Args:
        mutant: what is changed; None for nothing.
        seconds: of processor time, which a busy machine does not shorten; 0 for no end.
        tests: files, those of one set after those of another.
    """
    child = os.fork()
    if child == 0:
        if seconds:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        # Whatever was loaded so far goes on in here; the interpreter's end would wait for it.
        os._exit(_child(mutant, tests))
    _, status = os.waitpid(child, 0)
    return status != 0


def _child(mutant: Mutant | None, tests: Sequence[Sequence[str]]) -> int:
    import pytest

    nothing = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(nothing, number)
    if mutant is not None:
        sys.meta_path.insert(0, _Finder(mutant))
    here = Path(__file__).parent
    # What all tests of the program share is not needed here, and takes a second to be loaded.
    options = ["-x", "-q", "-m", "not long", "--confcutdir", str(here)]
    options += ["-k", f"not ({' or '.join(_SLOW)})", "-p", "no:cacheprovider", "-p", "no:xdist"]
    failed = 0
    for some in tests:
        failed = failed or int(pytest.main([*options, *(str(here / name) for name in some)]))
    return failed


def _warm() -> None:
    """Load what all of them need, and nothing of what is changed."""
    for name in ("pytest", "cryptography.x509", "asn1crypto.cms", "pypdf", "numpy"):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    for name in ("PySide6.QtCore", "PySide6.QtWidgets", "PySide6.QtTest", "msgspec", "rfc8785"):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    for name in ("pyhanko.sign.signers", "pyhanko.sign.fields", "pyhanko.pdf_utils.writer"):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    assert not any(name.split(".")[0] in ("signing", "eqaror_desktop") for name in sys.modules)


def every(part: str = "") -> list[Mutant]:
    """Return all mutants whose line in the list holds ``part``."""
    paths = (HERE / "signing" / f"{name}.py" for name in MODULES)
    return [item for path in paths for item in mutants_of(path) if part in str(item)]


def main(given: Sequence[str] | None = None, said: Callable[[str], object] = print) -> int:
    """Run some or all; returns how many nothing noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1e6)
    parser.add_argument("--only", default="")
    parser.add_argument("--tests", nargs="+", default=[], help="these files instead of all")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--shuffled", action="store_true")
    chosen = parser.parse_args(given)
    todo = every(chosen.only)
    if chosen.shuffled:
        random.shuffle(todo)
    if chosen.list:
        for mutant in todo:
            said(str(mutant))
        return 0
    _warm()
    begun = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    tests = (chosen.tests,) if chosen.tests else (FIRST, THEN)
    if noticed(None, tests=tests):
        raise SystemExit("the tests fail as it is")
    took = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - begun
    said(f"the tests take {took:.0f} s of processor time")
    seconds = max(_AT_LEAST, int(_SLOWER * took))
    ends = time.monotonic() + 60 * chosen.minutes
    survived = looked = 0
    for mutant in todo:
        if time.monotonic() > ends:
            break
        looked += 1
        if not noticed(mutant, seconds, tests):
            survived += 1
            said(f"not noticed: {mutant}")
    said(f"{looked} of {len(todo)} checks were removed, {survived} were not missed")
    return survived


if __name__ == "__main__":
    sys.exit(min(main(), 99))

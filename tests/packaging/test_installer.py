"""What the Debian package holds and needs, without building it."""

from __future__ import annotations

import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

import build_installer
from build_installer import HOME, PACKAGING, ROOT, Project, Target
from resources.packaging.linked import Binary, BuildError, depends, read_binaries, run
from tests.once import made_once

PROJECT = Project("eqaror-desktop", "1.2.3", "A summary")
TARGET = Target(Path("/usr/bin/python3.11"), "3.11", "amd64")


@pytest.fixture(scope="session")
def plan() -> dict[str, Any]:
    return tomllib.loads((PACKAGING / "deb.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def pruned(
    tmp_path_factory: pytest.TempPathFactory, plan: dict[str, Any]
) -> tuple[Path, list[Binary]]:
    """The installed PySide6, cut down as for the package; once for all workers."""

    def make(directory: Path) -> None:
        binaries = _prune(directory / "tree", plan)
        (directory / "binaries").write_bytes(pickle.dumps(binaries))

    directory = made_once(tmp_path_factory, "pruned", make)
    return directory / "tree", pickle.loads((directory / "binaries").read_bytes())


def _prune(tree: Path, plan: dict[str, Any]) -> list[Binary]:
    site = tree / TARGET.site
    installed = Path(sysconfig.get_path("platlib"))
    for name in ("PySide6", "shiboken6", "apsw"):
        # Links, because nothing but the names is changed; a copy where that cannot be.
        try:
            shutil.copytree(installed / name, site / name, copy_function=os.link)
        except (OSError, shutil.Error):
            shutil.copytree(installed / name, site / name, dirs_exist_ok=True)
    return build_installer.prune(tree, TARGET, plan)


def test_windows_is_refused_and_not_pretended(capsys: pytest.CaptureFixture[str]) -> None:
    assert build_installer.main(["--target", "windows"]) == build_installer.USAGE
    assert "follows separately" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        ("3 10", "3.11 or newer"),
        ("3 11", "not the distribution's own"),
    ],
)
def test_other_interpreters_are_refused(tmp_path: Path, answer: str, complaint: str) -> None:
    python = tmp_path / "python3"
    python.write_text(f"#!/bin/sh\necho {answer}\n")
    python.chmod(0o755)
    with pytest.raises(BuildError, match=complaint):
        build_installer.choose_target(str(python))


def test_a_missing_interpreter_is_told() -> None:
    with pytest.raises(BuildError, match="no Python"):
        build_installer.choose_target("/nonexistent/python3")


@pytest.mark.parametrize("version", ["one", "1.0 beta", "1.0_1"])
def test_versions_dpkg_would_refuse(tmp_path: Path, version: str) -> None:
    with pytest.raises(BuildError, match="not a version"):
        build_installer.build_deb(tmp_path, version=version)


def test_dependencies_come_from_the_links(plan: dict[str, Any]) -> None:
    binaries = [
        Binary(Path("a.so"), frozenset({"libc.so.6", "b.so"}), frozenset({"GLIBC_2.4"})),
        Binary(Path("b.so"), frozenset({"libstdc++.so.6"}), frozenset({"GLIBC_2.34"})),
        Binary(Path("c.so"), frozenset({"libEGL.so.1"}), frozenset({"GLIBCXX_3.4.30"})),
    ]
    # 2.34 is newer than 2.4, and b.so is our own.
    assert depends(plan, binaries) == [
        "libc6 (>= 2.34)",
        "libdbus-1-3",
        "libegl1",
        "libstdc++6 (>= 12)",
    ]


def test_an_unknown_library_stops_the_build(plan: dict[str, Any]) -> None:
    odd = Binary(Path("a.so"), frozenset({"libodd.so.1"}), frozenset())
    with pytest.raises(BuildError, match=r"libodd\.so\.1"):
        depends(plan, [odd])


def test_readelf_is_understood() -> None:
    site = Path(sysconfig.get_path("platlib"))
    (binary,) = read_binaries([site / "PySide6" / "QtGui.abi3.so"])
    assert {"libQt6Gui.so.6", "libc.so.6"} <= binary.needed
    assert any(version.startswith("GLIBC_2.") for version in binary.versions)


def test_every_link_of_what_is_kept_leads_somewhere(
    pruned: tuple[Path, list[Binary]], plan: dict[str, Any]
) -> None:
    tree, binaries = pruned
    # Raises if a library is neither kept nor in a known package.
    wanted = depends(plan, binaries)
    assert "libegl1" in wanted
    names = {path.name for path in build_installer.walk(tree)}
    assert {"libQt6Pdf.so.6", "libicudata.so.73", "libqxcb.so", "qtbase_ru.qm"} <= names
    # Of Qml the engine for proxy scripts, and nothing that shows anything.
    left_out = ("QmlModels", "QmlCompiler", "Quick", "Designer")
    assert not [name for name in names if any(word in name for word in left_out)]
    assert {"libQt6Qml.so.6", "QtQml.abi3.so"} <= names
    assert not {"lrelease", "libqeglfs.so", "QtCore.pyi"} & names
    size = sum(path.stat().st_size for path in build_installer.walk(tree))
    assert size < 120 << 20


def test_qt_starts_with_what_is_kept(pruned: tuple[Path, list[Binary]]) -> None:
    tree, _ = pruned
    script = (
        f"import sys; sys.path.insert(0, {str(tree / TARGET.site)!r})\n"
        "import PySide6; assert '/pruned' in PySide6.__file__\n"
        "from PySide6.QtPdf import QPdfDocument\n"
        "from PySide6.QtPdfWidgets import QPdfView\n"
        "from PySide6.QtGui import QImageReader, QIcon\n"
        "from PySide6.QtWidgets import QApplication, QLabel\n"
        "from PySide6.QtSvg import QSvgRenderer\n"
        "application = QApplication([])\n"
        "assert b'svg' in QImageReader.supportedImageFormats()\n"
        f"icon = QIcon({str(ROOT / 'resources' / 'icons' / 'app.svg')!r})\n"
        "assert not icon.pixmap(32, 32).isNull()\n"
        "view = QPdfView(); view.setDocument(QPdfDocument(view)); view.show()\n"
        "application.processEvents()\n"
    )
    ran = subprocess.run(
        [sys.executable, "-I", "-c", script],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr


def test_a_pattern_that_names_nothing_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "QtCore.abi3.so").touch()
    assert [path.name for path in build_installer.expand(tmp_path, ["QtC*"])] == ["QtCore.abi3.so"]
    with pytest.raises(BuildError, match="QtGone"):
        list(build_installer.expand(tmp_path, ["QtC*", "QtGone.abi3.so"]))


def test_only_the_clients_rooms_are_copied(tmp_path: Path, plan: dict[str, Any]) -> None:
    build_installer.copy_program(_home(tmp_path), TARGET, plan["program"], PROJECT)
    site = tmp_path / TARGET.site
    rooms = {path.name for path in site.iterdir()}
    assert rooms == {*plan["program"]["rooms"], "eqaror_desktop-1.2.3.dist-info"}
    assert (site / "sync" / "store" / "migrations").is_dir()
    assert not (site / "resources" / "packaging").exists()
    assert not list(site.rglob("__pycache__"))
    command = (tmp_path / HOME / "bin" / "eqaror").read_text()
    assert command.startswith("#!/opt/eqaror-desktop/bin/python3 -I\n")
    # Without the checkout that this environment leads to.
    script = (
        f"import sys; sys.path[:0] = [{str(site)!r}, {sysconfig.get_path('platlib')!r}]\n"
        "from eqaror_desktop.cli import main; sys.exit(main(sys.argv[1:]))"
    )

    def started(*given: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-I", "-S", "-c", script, *given],
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )

    # What dpkg calls it, so that two packages can be told apart on the telephone.
    assert started("--version").stdout == "eqaror 1.2.3\n"
    ran = started("demo", "--headless", "--dir", str(tmp_path / "demo"))
    assert (ran.returncode, ran.stdout, (tmp_path / "demo").exists()) == (1, "", False)
    assert "this installation has no registry. The demo runs from the sources" in ran.stderr


def test_every_language_is_compiled_and_no_source_left(
    tmp_path: Path, plan: dict[str, Any]
) -> None:
    build_installer.copy_program(_home(tmp_path), TARGET, plan["program"], PROJECT)
    site = tmp_path / TARGET.site
    python = tmp_path / HOME / "bin" / "python3"
    # What -I takes from a real tree: its own packages first, PySide6 beside them.
    python.write_text(f'#!/bin/sh\ncd "{site}" && shift && exec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    build_installer.compile_translations(tmp_path, TARGET)
    made = {path.name for path in (site / "resources" / "translations").iterdir()}
    assert {f"eqaror_{code}.qm" for code in ("uz", "uz_Cyrl", "ru", "en")} <= made
    assert not [name for name in made if name.endswith(".ts")]


def test_menu_entry_and_icons(tmp_path: Path) -> None:
    build_installer.add_desktop_files(tmp_path, "1.2.3", 0)
    share = tmp_path / "usr" / "share"
    entry = (share / "applications" / "eqaror-desktop.desktop").read_text(encoding="utf-8")
    assert re.search(r"^Exec=eqaror$", entry, re.MULTILINE)
    assert re.search(r"^Icon=eqaror-desktop$", entry, re.MULTILINE)
    icons = {path.parent.parent.name for path in (share / "icons").rglob("eqaror-desktop.*")}
    assert {"scalable", "48x48", "256x256"} <= icons
    assert (tmp_path / "usr" / "bin" / "eqaror").readlink() == Path("/", HOME, "bin", "eqaror")


def test_the_same_tree_gives_the_same_package(tmp_path: Path) -> None:
    """Whatever the clock, the umask and the order the files were made in."""
    made = []
    for number, names in enumerate((["a", "b"], ["b", "a"])):
        tree = _home(tmp_path / str(number))
        for name in names:
            (tree / HOME / name).write_text(name)
            (tree / HOME / name).chmod(0o600 + number * 0o44)
        build_installer.settle(tree, 1_700_000_000)
        build_installer.write_control(
            tree, f"Package: x\nVersion: 1\nArchitecture: all\n{_REST}", 1_700_000_000
        )
        deb = tmp_path / f"{number}.deb"
        build_installer.pack(tree, deb, 1_700_000_000)
        made.append(deb.read_bytes())
    assert made[0] == made[1]
    listed = run(["dpkg-deb", "--contents", str(tmp_path / "0.deb")])
    assert {line.split()[1] for line in listed.splitlines()} == {"root/root"}


def test_a_package_that_was_not_finished_has_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody copies it, or installs it; and the one that was there is still good."""
    tools = tmp_path / "bin"
    tools.mkdir()
    # As one that is ended while it compresses.
    (tools / "dpkg-deb").write_text(
        '#!/bin/sh\nfor last; do :; done\necho half > "$last"\nexit 1\n'
    )
    (tools / "dpkg-deb").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    deb = tmp_path / "out" / "x.deb"
    deb.parent.mkdir()
    deb.write_bytes(b"good")
    with pytest.raises(BuildError):
        build_installer.pack(_home(tmp_path / "tree"), deb, 1_700_000_000)
    assert [(path, path.read_bytes()) for path in deb.parent.iterdir()] == [(deb, b"good")]


_BUILDING = """
import signal, sys, tempfile
import build_installer
signal.signal(signal.SIGTERM, build_installer._end)
with tempfile.TemporaryDirectory(dir=sys.argv[1]), build_installer.signs_of_life(0.01):
    build_installer.run(["sh", "-c", "sleep 60 & echo $! >&3; wait"])
"""


def test_whoever_ends_the_build_leaves_nothing_of_it(tmp_path: Path) -> None:
    ours, theirs = os.pipe()
    script = _BUILDING.replace(">&3", f">/proc/{os.getpid()}/fd/{theirs}")
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as building:
        started = int(os.read(ours, 20))
        assert building.stderr is not None
        assert building.stderr.readline() == "  … compressing, 0 s\n"
        building.terminate()
        building.communicate(timeout=30)
    assert building.returncode == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == []
    os.close(theirs)
    os.close(ours)
    # What the tool had started is gone too; whoever waits for it may be somebody else.
    state, limit = Path(f"/proc/{started}/stat"), time.monotonic() + 20
    while state.exists() and ") Z " not in state.read_text():
        assert time.monotonic() < limit
        time.sleep(0.01)


_REST = "Maintainer: A <a@example.invalid>\nDescription: x\n"


def _home(tree: Path) -> Path:
    (tree / HOME / "bin").mkdir(parents=True)
    return tree

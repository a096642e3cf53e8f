"""Printing on a queue: what it does not take is told, and what was stopped is taken back."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from eqaror_desktop.desktop.print_queue import refusal

_PRINT = """
import subprocess
import sys
from PySide6.QtWidgets import QApplication
from PySide6.QtPrintSupport import QPrinter
from eqaror_desktop.desktop.printing import print_pages
from eqaror_desktop.errors import PrinterRefuses
app = QApplication([])
queue, stop = sys.argv[2], int(sys.argv[3])
printer = QPrinter(QPrinter.PrinterMode.HighResolution)
printer.setPrinterName(queue)
printer.setDocName("331-99")
going = print_pages(printer, open(sys.argv[1], "rb").read())
try:
    for done, _ in going:
        if done == stop:
            if sys.argv[4:]:
                subprocess.run(sys.argv[4:], check=True)
            break
except PrinterRefuses as error:
    print(error.reason)
else:
    print("taken")
going.close()
"""


def test_a_queue_that_is_not_there_takes_nothing() -> None:
    assert refusal("bunday-navbat-yoq") == "absent"


@pytest.fixture
def cups(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A print server of its own with a queue that takes jobs, and one that does not."""
    server = shutil.which("cupsd", path="/usr/sbin:/usr/bin")
    if server is None or os.geteuid() != 0:
        pytest.skip("no cupsd to start, or nobody who may")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    places = {"ServerRoot": "root", "RequestRoot": "spool", "CacheDir": "cache",
              "StateDir": "state", "ErrorLog": "error", "AccessLog": "access",
              "PageLog": "page"}  # fmt: skip
    for name in ("root", "spool", "cache", "state"):
        (tmp_path / name).mkdir()
    files = tmp_path / "cups-files.conf"
    lines = [f"{key} {tmp_path / value}" for key, value in places.items()]
    files.write_text("\n".join((*lines, "FileDevice Yes", "")))
    conf = tmp_path / "cupsd.conf"
    conf.write_text(
        f"Listen 127.0.0.1:{port}\nBrowsing Off\nDefaultAuthType None\nPreserveJobHistory Yes\n"
        "<Location />\n  Order allow,deny\n  Allow from 127.0.0.1\n</Location>\n"
    )
    for part in (tmp_path, *tmp_path.rglob("*"), *tmp_path.parents[:3]):
        part.chmod(0o755)
    running = subprocess.Popen(
        [server, "-f", "-c", str(conf), "-s", str(files)], start_new_session=True
    )
    environment = {
        **os.environ,
        "CUPS_SERVER": f"127.0.0.1:{port}",
        "QT_QPA_PLATFORM": "offscreen",
    }
    try:
        for queue in ("ochiq", "yopiq"):
            for _ in range(50):
                add = ["/usr/sbin/lpadmin", "-p", queue, "-v", "file:/dev/null", "-E"]
                if not subprocess.run(add, env=environment, check=False).returncode:
                    break
                time.sleep(0.1)
        subprocess.run(["/usr/sbin/cupsreject", "yopiq"], env=environment, check=True)
        yield environment
    finally:
        running.terminate()
        running.wait(10)


@pytest.mark.long
@pytest.mark.usefixtures("app")
def test_a_real_queue_is_believed_and_a_stopped_job_taken_back(
    cups: dict[str, str], pdf: bytes, tmp_path: Path
) -> None:
    document = tmp_path / "qaror.pdf"
    document.write_bytes(pdf)

    def told(queue: str, stop: int = 0, *meanwhile: str) -> str:
        asked = [sys.executable, "-c", _PRINT, str(document), queue, str(stop), *meanwhile]
        ran = subprocess.run(asked, env=cups, check=True, capture_output=True, text=True)
        return ran.stdout.strip()

    def jobs() -> list[str]:
        asked = ["lpstat", "-W", "all", "-o"]
        ran = subprocess.run(asked, env=cups, check=True, capture_output=True, text=True)
        return ran.stdout.splitlines()

    assert told("yopiq") == "closed"
    assert jobs() == []
    assert told("ochiq") == "taken"
    assert len(jobs()) == 1
    # Held back: a stopped one would be through at once.
    subprocess.run(["/usr/sbin/cupsdisable", "ochiq"], env=cups, check=True)
    assert told("ochiq", stop=2) == "taken"

    def waiting() -> int:
        asked = ["lpstat", "-W", "not-completed", "-o"]
        ran = subprocess.run(asked, env=cups, check=True, capture_output=True)
        return len(ran.stdout.splitlines())

    assert waiting() == 0
    # What waits is another printout: of a job that the queue never took nothing is taken back.
    assert told("ochiq") == "taken"
    assert told("ochiq", 2, "/usr/sbin/cupsreject", "ochiq") == "taken"
    assert waiting() == 1

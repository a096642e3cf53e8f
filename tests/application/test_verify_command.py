"""``eqaror verify``: files of every kind, contents of detached signatures, codes and JSON."""

from __future__ import annotations

import argparse
import io
import json
import logging
import os
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from eqaror_desktop.cli import main
from eqaror_desktop.commands import Context
from eqaror_desktop.commands.verify import run
from eqaror_desktop.messages import Messages
from signing.flaws import Flaw
from signing.reporting.words import ReportWords
from tests.signing.foreign.makers import MATTER, Makers
from tests.signing.foreign.test_asic import FILES, extended, manifest
from tests.signing.pki import Authority2

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


@dataclass
class Ran:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """One JSON object a line, nothing else."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def json(self) -> Any:
        (one,) = self.lines
        return one


class Verify:
    """Runs the command in this process, which the other tests of it do not need to start."""

    def __init__(self, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._place, self._capsys = place, capsys

    def __call__(self, *arguments: object, language: str = "") -> Ran:
        own = self._place / "profile"
        own.mkdir(exist_ok=True)
        (own / "settings.toml").write_text(f'language = "{language or "en"}"\n')
        code = main(["--profile", str(own), "verify", *map(str, arguments)])
        told = self._capsys.readouterr()
        return Ran(code, told.out, told.err)


@pytest.fixture
def verify(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Verify]:
    level = logging.getLogger("pypdf").level
    yield Verify(tmp_path, capsys)
    logging.getLogger("pypdf").setLevel(level)


@pytest.fixture(scope="module")
def makers(tmp_path_factory: pytest.TempPathFactory) -> Makers:
    return Makers.at(tmp_path_factory.mktemp("makers"))


def test_contents_and_signatures_find_each_other(makers: Makers, verify: Verify) -> None:
    texts = [makers.write(f"text-{number}", MATTER * number) for number in (1, 2, 3)]
    signed = [
        makers.write(f"{path.name}.p7s", makers.cms(data=path.read_bytes())) for path in texts
    ]
    contents = [part for path in reversed(texts) for part in ("--content", path)]
    ran = verify(*signed, *contents, "--trust", makers.trust, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert [item["file"] for item in ran.lines] == [str(path) for path in signed]
    assert [item["signatures"][0]["covers"] for item in ran.lines] == [
        [str(path)] for path in texts
    ]
    # One of the contents is another now: its signature is broken, the others are not.
    texts[1].write_bytes(b"Boshqa matn")
    ran = verify(*signed, *contents, "--trust", makers.trust, "--json")
    assert (ran.code, [item["verdict"] for item in ran.lines]) == (
        1,
        ["valid", "invalid", "valid"],
    )
    assert str(texts[1]) in ran.err
    # Fewer contents than signatures: the right one may not be among them.
    ran = verify(*signed[:2], "--content", texts[0], "--trust", makers.trust, "--json")
    assert (ran.code, [item["verdict"] for item in ran.lines]) == (2, ["valid", "indeterminate"])


def test_one_object_for_each_file_and_the_worst_code(makers: Makers, verify: Verify) -> None:
    good = makers.write("good.p7s", makers.cms("-nodetach"))
    bad = makers.write("bad.p7s", good.read_bytes().replace(MATTER[:5], b"Bekor"))
    none = makers.write("none", b"Bu imzo emas")
    trust = ("--trust", makers.trust)
    ran = verify(good, *trust, "--json")
    assert ran.code == 0
    (signature,) = ran.json["signatures"]
    assert {"signer", "algorithm", "level", "time", "intact"} <= signature.keys()
    assert (signature["signer"], signature["level"]) == ("Namunayev Sinov", "B-B")
    assert (ran.json["verdict"], ran.json["indication"]) == ("valid", "TOTAL-PASSED")
    assert (ran.json["reasons"], ran.json["sub_indication"]) == ([], None)
    assert verify(good, none, *trust).code == 2
    ran = verify(good, none, bad, *trust, "--json")
    assert (ran.code, len(ran.lines)) == (1, 3)
    assert ran.lines[1]["reasons"][0]["code"] == "SIGNED_DATA_NOT_FOUND"
    broken = ran.lines[2]
    assert (broken["indication"], broken["sub_indication"]) == ("TOTAL-FAILED", "HASH_FAILURE")
    assert broken["signatures"][0]["intact"] is False
    # Without a trusted root nothing is broken.
    ran = verify(good, "--json")
    assert (ran.code, ran.json["verdict"]) == (2, "indeterminate")
    assert ran.json["signatures"][0]["intact"] is True


def test_a_name_of_another_format_leaves_it_open(makers: Makers, verify: Verify) -> None:
    trust, data = ("--trust", makers.trust), makers.cms("-nodetach")
    assert verify(makers.write("named.p7m", data), *trust).code == 0
    page = makers.write("named.html", data)
    ran = verify(page, *trust, "--json")
    assert (ran.code, ran.err, ran.json["indication"]) == (2, "", "INDETERMINATE")
    (reason,) = ran.json["reasons"]
    assert reason["code"] == "NAME_OF_ANOTHER_KIND"
    told = set()
    for language in ("uz", "uz_Cyrl", "ru", "en"):
        (line,) = (
            line
            for line in verify(page, *trust, language=language).out.splitlines()
            if line.endswith("[NAME_OF_ANOTHER_KIND]")
        )
        assert "(CMS)" in line
        assert " .html" in line
        assert " .p7s" in line
        told.add(line)
    assert len(told) == 4
    # Whatever comes in by standard input has no name of its own.
    with page.open("rb") as stream:
        before = os.dup(0)
        os.dup2(stream.fileno(), 0)
        try:
            assert verify("/dev/stdin", *trust).code == 0
        finally:
            os.dup2(before, 0)
            os.close(before)


def test_a_content_that_is_given_twice_or_not_there(
    makers: Makers, verify: Verify, tmp_path: Path
) -> None:
    signed, matter = makers.write("twice.p7s", makers.cms()), makers.write("twice", MATTER)
    twice = ("--content", matter, "--content", matter)
    ran = verify(signed, *twice, "--trust", makers.trust)
    assert (ran.code, ran.err) == (0, "")
    ran = verify(signed, "--content", tmp_path / "none", "--trust", makers.trust)
    assert ran.code == 2
    assert f"{tmp_path / 'none'}: it is not there [UNREADABLE]" in ran.out


def test_what_only_looks_like_a_file_is_not_waited_for(verify: Verify) -> None:
    """The kernel's log is a plain file that has nothing more to say until something happens."""
    ran = verify("/proc/kmsg", "--json")
    assert (ran.code, ran.json["reasons"][0]["code"]) == (2, "UNREADABLE")


def test_names_steer_no_terminal(verify: Verify, tmp_path: Path) -> None:
    name = tmp_path / "a\x1b[31m\u202e\nb"
    name.write_bytes(b"x")
    ran = verify(name)
    assert "a\ufffd[31m\ufffd b:" in ran.out
    odd = Path(os.fsdecode(bytes(tmp_path) + b"/n\xff"))
    odd.write_bytes(b"x")
    assert verify(odd).code == 2


class Pipe(io.RawIOBase):
    """Keeps what each write would have sent through a pipe."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        self.sent.append(bytes(data))
        return len(self.sent[-1])


def test_each_object_is_told_as_soon_as_its_file_is_verified(tmp_path: Path) -> None:
    names = [str(tmp_path / name) for name in ("a", "b", "c")]
    pipe = Pipe()
    with redirect_stdout(io.TextIOWrapper(io.BufferedWriter(pipe), "utf-8")):
        assert main(["--profile", str(tmp_path), "verify", *names, "--json"]) == 2
    told = [json.loads(data) for data in pipe.sent if data]
    assert [item["file"] for item in told] == names


def test_kinds_are_told_by_what_the_file_is(makers: Makers, verify: Verify) -> None:
    xml = b"<?xml version='1.0'?><a xmlns:d='http://www.w3.org/2000/09/xmldsig#'/>"
    files = {
        "a.pdf": makers.sign_pdf(),
        "b.zip": extended(makers).zip(),
        "c.p7s": makers.cms("-nodetach", "-stream"),
        "d.xml": xml,
        "e.eml": b"MIME-Version: 1.0\nContent-Type: multipart/signed; x\n\n",
    }
    paths = [makers.write(name[0], data) for name, data in files.items()]
    ran = verify(*paths, "--trust", makers.trust, "--json")
    told = {Path(item["file"]).name: item for item in ran.lines}
    assert [told[name]["verdict"] for name in "abc"] == ["valid"] * 3
    for name, kind in (("d", "XAdES"), ("e", "S/MIME")):
        (reason,) = told[name]["reasons"]
        assert reason["code"] == "NOT_SUPPORTED"
        assert kind in reason["text"]
    assert ran.code == 2


def test_a_container_with_our_names_inside_is_held_to_our_rules(
    makers: Makers, verify: Verify
) -> None:
    """If they are of what is signed; anybody can add them to another's container (decision 33)."""
    made = extended(makers)
    both = {"decision.json": b"{}", "agreement/trail.json": b"{}"}
    made.members.update(both)
    ran = verify(makers.write("theirs", made.zip()), "--trust", makers.trust, "--json")
    assert (ran.code, ran.json["verdict"]) == (2, "indeterminate")
    listed = manifest("META-INF/signature001.p7s", {**FILES, **both})
    made.members["META-INF/ASiCManifest001.xml"] = listed
    made.members["META-INF/signature001.p7s"] = makers.cms(data=listed)
    ran = verify(makers.write("ours", made.zip()), "--trust", makers.trust, "--json")
    assert (ran.code, ran.json["verdict"]) == (1, "invalid")


def test_it_speaks_the_persons_language(makers: Makers, verify: Verify) -> None:
    from tests.signing.foreign.pdf_parts import annotation

    changed = makers.write("changed.pdf", Makers.edit(makers.sign_pdf(), annotation))
    token = makers.write("token", makers.token(MATTER))
    content = makers.write("content", MATTER)
    unused = makers.write("unused", b"x")
    contents = ("--content", content, "--content", unused)
    told = set()
    for language in ("uz", "uz_Cyrl", "ru", "en"):
        ran = verify(changed, token, *contents, "--trust", makers.trust, language=language)
        assert ran.code == 1
        assert "[CHANGED_AFTER_SIGNING]" in ran.out
        assert "annotation 1" not in ran.out
        assert str(unused) in ran.err
        assert "{" not in ran.out + ran.err
        told.add(ran.out.splitlines()[1])
    assert len(told) == 4


def test_anchors_come_in_pem_and_der_in_any_number_of_files(
    makers: Makers, verify: Verify
) -> None:
    signed = makers.write("anchored.p7s", makers.cms("-nodetach"))
    root = makers.authority.root.certificate
    pem = makers.write("root.pem", root.public_bytes(Encoding.PEM))
    der = makers.write("root.cer", root.public_bytes(Encoding.DER))
    lists = [
        makers.write(f"list-{number}.crl", item.public_bytes(Encoding.DER))
        for number, item in enumerate(makers.authority.crls(makers.now))
    ]
    told = [part for path in lists for part in ("--trust", path)]
    for anchor in (pem, der):
        assert verify("--trust", anchor, *told, signed).code == 0
        assert verify("--trust", anchor, signed).code == 2
    stranger = Authority2("Begona").root.certificate
    both = makers.write(
        "both.pem", stranger.public_bytes(Encoding.PEM) + root.public_bytes(Encoding.PEM)
    )
    assert verify(signed, "--trust", both, *told, "--json").json["verdict"] == "valid"


def test_anchors_in_pkcs7_as_authorities_hand_them_out(makers: Makers, verify: Verify) -> None:
    signed = makers.write("anchored.p7s", makers.cms("-nodetach"))
    chain = [makers.authority.issuing.certificate, makers.authority.root.certificate]
    lists = [item.public_bytes(Encoding.PEM) for item in makers.authority.crls(makers.now)]
    more = ("--trust", makers.write("lists.pem", b"".join(lists)))
    der = pkcs7.serialize_certificates(chain, Encoding.DER)
    pem = pkcs7.serialize_certificates(chain, Encoding.PEM)
    older = pem.replace(b"PKCS7", b"CMS")
    for name, data in (("a.p7b", der), ("b.p7b", pem), ("c.p7b", older), ("d.pem", pem + pem)):
        anchors = ("--trust", makers.write(name, data))
        assert verify(signed, *anchors, *more, "--json").json["verdict"] == "valid"
    leaf = makers.people["first"].certificate
    refused = {
        "leaf.pem": (leaf.public_bytes(Encoding.PEM), Flaw.NO_ANCHOR),
        "leaf.p7b": (pkcs7.serialize_certificates([leaf], Encoding.DER), Flaw.NO_ANCHOR),
        "signed.p7b": (makers.cms("-nodetach"), Flaw.NOT_ONLY_CERTIFICATES),
        "cut.p7b": (der[:-1], Flaw.ELEMENT_CUT),
        "empty.p7b": (b"-----BEGIN PKCS7-----\n-----END PKCS7-----\n", Flaw.DAMAGED_CERTIFICATE),
    }
    for name, (data, flaw) in refused.items():
        ran = verify(signed, "--trust", makers.write(name, data), "--json", language="ru")
        told = json.loads(ran.out)["error"]
        assert (ran.code, told["name"]) == (64, "TRUST-FILE-INVALID"), name
        assert f"{name}: {ReportWords('ru').flaw(flaw)}" in told["what"], name


def test_anchors_that_cannot_be_read_make_nothing_invalid(makers: Makers, verify: Verify) -> None:
    signed = makers.write("anchored.p7s", makers.cms("-nodetach"))
    text = makers.write("text", b"0 no certificate")
    for anchors in (text, makers.place / "nowhere", makers.place):
        ran = verify(signed, "--trust", anchors, "--json")
        # 1 would say that the signature is broken, and nobody looked at it.
        told = json.loads(ran.out)["error"]
        assert (ran.code, told["name"]) == (64, "TRUST-FILE-INVALID")
        assert anchors.name in told["what"]


def test_a_signer_without_a_post_is_told_by_name(makers: Makers, verify: Verify) -> None:
    signed = makers.write("anchored.p7s", makers.cms("-nodetach"))
    ran = verify(signed, "--trust", makers.trust)
    (line,) = [line for line in ran.out.splitlines() if "Namunayev" in line]
    assert "Namunayev Sinov  " in line


def test_each_of_several_signers_is_told_in_the_persons_language(
    makers: Makers, verify: Verify
) -> None:
    signed = makers.write("two.p7s", makers.cms("-nodetach", by=("first", "second")))
    ran = verify(signed, "--trust", makers.trust, language="ru")
    assert ran.code == 0
    assert [line.split("  ")[2] for line in ran.out.splitlines() if "✓" in line] == [
        "подпись 1",
        "подпись 2",
    ]


class Faulty(type(Path())):  # type: ignore[misc]  # which of two classes it is the system says
    """A name that makes the program stumble."""

    def stat(self, **_: object) -> os.stat_result:
        raise RuntimeError("nobody thought of this")


@pytest.mark.parametrize("with_report", [False, True])
def test_a_mistake_of_the_program_is_no_word_about_a_file(
    makers: Makers,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    with_report: bool,
) -> None:
    good = makers.write("good.p7m", makers.cms("-nodetach"))
    there = tmp_path / "report.html" if with_report else None
    arguments = argparse.Namespace(
        files=[Faulty(tmp_path / "bad.p7m"), good],
        trust=[makers.trust],
        content=[],
        json=True,
        report=there,
        sign_report=False,
        force=False,
    )
    context = Context(tmp_path / "profile", Messages("en"))
    assert run(arguments, context) == 2
    told = capsys.readouterr()
    bad, right = (json.loads(line) for line in told.out.splitlines())
    assert (bad["verdict"], right["verdict"]) == ("indeterminate", "valid")
    assert "E-399" in told.err
    if there is not None:
        assert "bad.p7m" in there.read_text()


def test_a_name_that_is_no_utf_8_is_told_to_strict_readers(makers: Makers, verify: Verify) -> None:
    name = os.fsdecode(b"qaror-\xff.p7m")
    there = makers.write(name, makers.cms("-nodetach"))
    ran = verify(there, "--trust", makers.trust, "--json")
    assert (ran.code, ran.json["verdict"]) == (0, "valid")
    ran.out.encode()
    assert ran.json["file"].endswith("qaror-\ufffd.p7m")
    for ending in ("html", "pdf"):
        report = there.parent / f"of-a-name.{ending}"
        assert verify(there, "--trust", makers.trust, "--report", report).code == 0
        assert report.stat().st_size > 500

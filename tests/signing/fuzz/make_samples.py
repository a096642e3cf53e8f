"""Make ``samples/`` anew: ``python -m tests.signing.fuzz.make_samples [proofs]``.

They are kept as files, so that a mutation's number means the same bytes everywhere, and so that
nothing is signed while the tests run. Keys are thrown away; what is judged is judged at
``made.txt``. With ``proofs`` only those are made that have authorities and a time of their own:
what was found in the others stays what it was.
"""

from __future__ import annotations

import hashlib
import io
import sys
import tempfile
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

from signing.cms import build_signed_data
from signing.cms_asn1 import tlv
from signing.national import Standard
from signing.statement import decision_json, trail_json
from signing.timestamp import ask, check_answer
from tests.signing.foreign import crafted
from tests.signing.foreign import test_archive_covered as archives
from tests.signing.foreign.cms_parts import add_unsigned, with_between
from tests.signing.foreign.crafted import Crafted, attribute
from tests.signing.foreign.makers import MATTER, Makers
from tests.signing.foreign.test_asic import FILES, SIMPLE, Made, extended
from tests.signing.foreign.test_stamps import AUTHORITY, PERSON
from tests.signing.fuzz.samples import PLACE
from tests.signing.national_pki import NationalAuthority
from tests.signing.ocsp_answers import responder, says
from tests.signing.pki import HOKIM, NOW, Authority2, make_case
from tests.signing.test_national_files import office
from tests.signing.test_qualified import qualified
from tests.signing.test_timestamp import SERVER, stamp

DER = Encoding.DER


def main(only: str = "") -> None:
    PLACE.mkdir(exist_ok=True)
    made = _proofs() if only == "proofs" else {**_usual(), **_proofs()}
    if only != "proofs":
        for old in PLACE.iterdir():
            old.unlink()
    for name, data in made.items():
        (PLACE / name).write_bytes(data)
        print(f"{name}: {len(data)}")


def _usual() -> dict[str, bytes]:
    made = datetime.now(UTC).replace(microsecond=0)
    with tempfile.TemporaryDirectory() as place:
        makers = Makers(Path(place), made)
        files = {**_bare(makers), **_containers(makers), **_pdfs(makers)}
    national = NationalAuthority()
    ours, theirs = make_case(), make_case(authority=national)
    files |= {"ours.asice": ours.package(), "national.asice": theirs.package(pdf_profile=False)}
    with zipfile.ZipFile(io.BytesIO(files["ours.asice"])) as archive:
        files["ours.pdf"] = archive.read("decision.pdf")
        files["ours.p7s"] = archive.read("META-INF/signature.p7s")
        files["ours.xml"] = archive.read("META-INF/ASiCManifest.xml")
    files["decision.json"] = decision_json(ours.content.decision)
    files["trail.json"] = trail_json(ours.content.trail)
    files |= _parts(makers, national)
    roots = (makers.authority, ours.authority, national)
    files["trust.pem"] = b"".join(_trust(item, made) for item in roots)
    files["made.txt"] = made.isoformat().encode()
    files["matter"] = MATTER
    return files


def _proofs() -> dict[str, bytes]:
    """What proves a signature for years to come: of the time of the tests, ``NOW``."""
    here = office(Standard.OZMST_2024, delegated=True)
    server = here.authority.signer(SERVER, time_stamping=True)
    question = ask(MATTER)
    token = check_answer(stamp(server, question), question, MATTER, here.at_hand).token
    trust = _trust(AUTHORITY, NOW), _trust(here.authority, NOW)
    above = AUTHORITY.issuing
    answer = says(
        certificate=PERSON.certificate,
        issuer=above,
        signer=responder(AUTHORITY),
        delegated=True,
    )
    return {
        "answer.ocsp": answer.der,
        "answered.cer": PERSON.certificate.public_bytes(DER),
        "answered-issuing.cer": above.certificate.public_bytes(DER),
        "archived.asice": archives.contained(archives.LISTS, again=True),
        "stored.asice": archives.stamped().zip(method=zipfile.ZIP_STORED),
        "national-kept.p7m": here.signed(MATTER),
        "national-answer.ocsp": here.answers[0].der,
        "national-token.tst": token,
        "proofs-trust.pem": b"".join(trust),
    }


def _trust(authority: Authority2, at: datetime) -> bytes:
    lists = [item.public_bytes(Encoding.PEM) for item in authority.crls(at)]
    return b"".join((authority.root.certificate.public_bytes(Encoding.PEM), *lists))


def _bare(makers: Makers) -> dict[str, bytes]:
    """CMS of several makers, attached and detached."""
    first, second = makers.people["first"], makers.people["second"]
    chain = with_between(makers)
    shaped = Crafted(first, MATTER, certificates=[*chain, second.certificate])
    value = crafted.signs(first)(tlv(crafted.SET, shaped.signed))
    over = [crafted.message_digest(value), crafted.signing_certificate(second.certificate)]
    counter = Crafted(
        second, value, attributes=over, signature=crafted.algorithm(crafted.RSA_SHA256)
    )
    shaped.unsigned = [
        attribute(crafted.TIME_STAMP, makers.token(value)),
        attribute(crafted.COUNTER, counter.info()),
    ]
    own = [*crafted.usual(first, MATTER), crafted.signing_time()]
    pss = ("-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:32")
    return {
        "attached.p7m": makers.cms("-nodetach"),
        "detached.p7s": makers.cms(),
        "two.p7s": makers.cms("-nodetach", by=("first", "second")),
        "pss.p7s": makers.cms(*pss, "-nodetach", by=("second",)),
        "plain.p7s": makers.cms("-nodetach", "-noattr", cades=False),
        "endless.p7m": Crafted(first, MATTER, own, certificates=chain).der(indefinite=True),
        "stamped.p7m": shaped.der(shaped.info_of(value)),
        "archived.p7m": _archived(makers),
        "token.tst": makers.token(MATTER),
        "wrapped.pem": makers.cms("-nodetach", "-outform", "PEM"),
        "signed.p7s": build_signed_data(
            makers.authority.signer(HOKIM, begins=first.certificate.not_valid_before_utc),
            MATTER,
            signing_time=makers.now,
        ),
    }


def _archived(makers: Makers) -> bytes:
    """With an archive time-stamp (EN 319 122-1, 5.5.3), as in the tests of foreign CMS."""
    people = with_between(makers)
    made = Crafted(makers.people["first"], MATTER, certificates=people)
    value = crafted.signs(made.issued)(tlv(crafted.SET, made.signed))
    lists = b"".join(item.public_bytes(DER) for item in makers.authority.crls(makers.now))
    values = attribute("1.2.840.113549.1.9.16.2.24", tlv(0x30, tlv(0xA0, tlv(0x30, lists))))
    unsigned = [attribute(crafted.TIME_STAMP, makers.token(value)), values]
    hashed = [
        b"".join(tlv(4, hashlib.sha256(item).digest()) for item in items)
        for items in ([item.public_bytes(DER) for item in people], [], unsigned)
    ]
    index = tlv(0x30, b"".join(tlv(0x30, item) for item in hashed))
    parts = bytes(asn1.decode_der(asn1.TLV, made.info_of(value)).data)
    covered = crafted.oid(crafted.DATA) + hashlib.sha256(MATTER).digest()
    covered += parts[: parts.index(tlv(4, value)) + len(tlv(4, value))] + index
    token = add_unsigned(makers.token(covered), attribute("0.4.0.1733.2.5", index))
    full = replace(made, unsigned=[*unsigned, attribute("0.4.0.1733.2.4", token)])
    return full.der(full.info_of(value))


def _containers(makers: Makers) -> dict[str, bytes]:
    matter = FILES["matn.txt"]
    one = {"matn.txt": matter, "META-INF/signature.p7s": makers.cms(data=matter)}
    stamp = {"matn.txt": matter, "META-INF/timestamp.tst": makers.token(matter)}
    made = extended(makers)
    return {
        "extended.asice": extended(makers, by=("first", "second")).zip(),
        "simple.asics": Made(one, SIMPLE).zip(),
        "stamp.asics": Made(stamp, SIMPLE).zip(),
        "manifest.xml": made.members["META-INF/ASiCManifest001.xml"],
    }


def _pdfs(makers: Makers) -> dict[str, bytes]:
    signed = makers.sign_pdf()
    certified = makers.sign_pdf(certify=True, docmdp_permissions=MDPPerm.FILL_FORMS)
    return {
        "signed.pdf": signed,
        "two.pdf": makers.sign_pdf(signed, by="second", field_name="Imzo2"),
        "forever.pdf": makers.sign_pdf(stamp=True, use_pades_lta=True, **makers.kept()),
        "certified.pdf": makers.sign_pdf(certified, by="second", field_name="Imzo2"),
        "older.pdf": makers.sign_pdf(subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED),
        "seen.pdf": makers.sign_pdf(box=(50, 50, 200, 100)),
    }


def _parts(makers: Makers, national: NationalAuthority) -> dict[str, bytes]:
    """What is read inside of the others, and the national kinds."""
    signer = national.signer(HOKIM)
    issued = makers.people["first"].certificate
    return {
        "person.cer": issued.public_bytes(DER),
        "qualified.cer": qualified().public_bytes(DER),
        "national.cer": signer.identity.certificate.public_bytes(DER),
        "national-root.cer": national.root.certificate.public_bytes(DER),
        "national.p7m": build_signed_data(signer, MATTER, signing_time=NOW, attached=True),
        "list.crl": makers.authority.crls(makers.now)[1].public_bytes(DER),
        "national.crl": national.crls(makers.now)[1].public_bytes(DER),
    }


if __name__ == "__main__":
    main(*sys.argv[1:])

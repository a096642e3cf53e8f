"""Packages that carry lists and OCSP answers, judged by everybody else's programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.signing.ocsp_answers import b_lt
from tests.signing.pki import make_case
from tests.signing.test_checkers import CHECKERS, judge, unpacked


@pytest.mark.parametrize("with_lists", [True, False])
def test_all_accept_what_tells_of_its_certificates(tmp_path: Path, with_lists: bool) -> None:
    case = make_case()
    package, _ = b_lt(case, with_lists=with_lists)
    checkers = dict(CHECKERS)
    with unpacked(case, package, tmp_path) as found:
        if not with_lists:
            # GnuPG 2.2 does not know CMS version 5, which RFC 5652 wants with OCSP answers, and
            # PKI.js wants a list of every issuer where there is one. So lists come first.
            for name in ("gpgsm", "PKI.js"):
                assert not checkers.pop(name)(found)
        judge(found, checkers)

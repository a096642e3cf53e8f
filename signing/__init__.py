"""Signing and verification: tokens, certificates, signature formats, packages.

Rule of this room: it sees bytes and returns bytes or reports. It knows nothing of Qt, of the
registry's addresses or of the local store; where something must be fetched (a time-stamp, a
revocation answer) it builds the question and checks the answer, and its caller carries both.
A verification raises a typed error or returns a report; it never returns a bare ``False``.
"""

"""The one door to PyKCS11, and so to a vendor's driver. Imported by the token host only.

Rule: every return code other than CKR_OK leaves here as an error of our tree. PINs go round
PyKCS11, see :mod:`signing.token.pin_calls`. The host speaks to its module `driver`;
the other modules are its parts: readers, objects, mechanisms, what makes keys.

References are to PKCS #11 Cryptographic Token Interface v2.40 (OASIS).
"""

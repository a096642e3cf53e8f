"""Tokens: the child process that alone loads a vendor's driver, and what speaks to it.

Rule: this process never loads a PKCS#11 module. ``pkcs11`` is imported by the child only; the
child sees digests, never documents; a command has a time limit, and a child that exceeds it is
ended. The PIN passes through the pipe once, in a buffer that is wiped.
"""

"""The public page on which anybody verifies a signed file.

A file comes from a stranger and is read by code that reads many formats. So it is received within
bounds (``receiving``), by a few at a time (``doors``), looked at by a process of its own that has
little time and memory and may write nothing (``runs``, ``child``), and told by
:mod:`signing.reporting` on a page without scripts (``pages``). It lies in a file without a name
until the answer is written, and nowhere after.
"""

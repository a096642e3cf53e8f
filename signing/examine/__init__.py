"""The parts of the examination of a PDF; :mod:`signing.pdf_examine` is their door."""

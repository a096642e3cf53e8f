"""The parts of the examination of a PDF; :mod:`signing.examine.document` is their door."""

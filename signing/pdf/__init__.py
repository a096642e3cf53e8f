"""PDF: the signature written into a document, its visible panel, and what an update may change.

Rule: the frozen document's bytes are never touched; everything is one update behind them. Objects
are read with pypdf through :mod:`signing.pdf.reading` only, which turns whatever goes wrong there
into MalformedDocument. What is written is checked by who reads it: nothing is taken from memory
of writing. :mod:`signing.pdf.update` writes, :mod:`signing.pdf.changes` judges,
:mod:`signing.pdf.pades` joins both to the CMS.
"""

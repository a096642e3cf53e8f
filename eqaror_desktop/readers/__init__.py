"""A draft drawn by several readers of PDFs, and their pages compared.

What only one reader shows, no list of oddities names in advance. So each page is drawn as the
window draws it and by every other reader that is installed, and no page may have ink where another
has none. Rule: each reader has a process of its own, with limits, that writes no file; the draft
reaches it through memory and never through a disk. What was not compared is said to be so.
"""

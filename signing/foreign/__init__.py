"""Signatures of other makers: bare CMS, ASiC of any kind with CAdES, PAdES of any kind.

What this program makes is held to rules of its own, which are narrower than the standards'
(docs/package-format.md), and is read elsewhere. Here the rules of the standards count, and one
more: what is not understood is named and left open, what is broken is called broken, and nothing
is guessed. Everything is bounded before it is read: depth, sizes, numbers of things.

    ber, signed_data        the structure, as it stands
    algorithms, check       the value and the digests: intact or not
    stamps, judge           time-stamps, paths, levels: trusted or not
    cms, asic, pdf          the three kinds of files; contents and armour help them
    loose, beside, vouched  what stands in a file that nobody signed, and who stands for it;
                            plain_ber, imprints and referred help them
"""

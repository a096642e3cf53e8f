"""Comparing two versions of a draft. Pure: no Qt, no disk, no network, and every result frozen.

Texts are compared in order of what people mean: passages that stayed anchor the rest, passages
that stand elsewhere are moved and not deleted and written anew, and only between anchors single
words are looked at. No step is quadratic in the length of the document.
"""

"""The demo office: invented people and real-looking acts to run the whole road on.

The rule of this room: what is said is data (``texts/*.toml``, written once, in the Latin
alphabet), how it looks is a template (``templates/*.typ``), and everything else is a pure function
of a seed, a moment and a certificate authority. The same three give the same drafts. No
person, number, place or amount in it is real.
"""

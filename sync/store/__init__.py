"""What a station keeps: one encrypted database and a directory of encrypted files.

Rule of this room: every change is one transaction, a key never lies beside what it opens unless
that was chosen openly, and damage is named, never read around. Only :mod:`sync.store.database`
knows the database library.
"""

"""The registry client, the encrypted local store, search and the outbox.

Rule of this room: what the registry says is applied whole or not at all, what a person made is
written down before the first byte of it leaves, and only a settled entry is ever removed from
the outbox. It knows nothing of Qt and nothing of signatures: a signed package is a file here.
"""

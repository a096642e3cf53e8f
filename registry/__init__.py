"""The reference central registry: contract, server, public portal, demo office.

The real registry's interface is not public. This one keeps the contract in
``docs/registry-api.yaml`` so that the whole road can be run, tested and piloted. It uses the
verification of ``signing`` and nothing else of the client; the client never imports it.
"""

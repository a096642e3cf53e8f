"""ASiC containers: one strict way to read a ZIP file, and a writer that needs no second look.

Rule: two programs can read two different things from a sloppy ZIP file, so a container is accepted
only if there is one way to read it: the members stand one behind the other from the first byte to
the central directory, each once, under a plain relative name, and their bytes are all used.
"""

"""Make the .qm files: ``python -m resources.translations``."""

from __future__ import annotations

from resources.translations import compile_all

if __name__ == "__main__":
    for path in compile_all():
        print(path.name)

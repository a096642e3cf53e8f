"""``python -I -S launch.py FIGURES COMMAND…``: run a command, write its milliseconds and peak KiB.

A process's peak counts what its parent weighed when it was begun; this parent weighs nothing.
"""

import resource
import subprocess
import sys
import time

begun = time.perf_counter()
code = subprocess.call(sys.argv[2:])
elapsed = (time.perf_counter() - begun) * 1000
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
with open(sys.argv[1], "w", encoding="ascii") as figures:  # noqa: PTH123 - pathlib weighs
    figures.write(f"{elapsed} {peak}")
sys.exit(code)

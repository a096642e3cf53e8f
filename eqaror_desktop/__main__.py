"""``python -m eqaror_desktop`` is ``eqaror``."""

import sys

from eqaror_desktop.cli import main

sys.exit(main())

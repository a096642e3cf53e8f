"""Some drivers fork and let both copies go on; only the process that began may go on here.

A copy that went on would send the same PIN again, and a token counts that.
"""

from __future__ import annotations

import os


def leave_if_copied(own: int) -> None:
    """End this process at once, with nothing cleaned up, if it is a copy.

    Args:
        own: the number of the process that began (os.getpid).
    """
    if os.getpid() != own:
        os._exit(0)

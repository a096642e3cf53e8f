"""Whether the system's smart-card service (PC/SC) is there for the drivers that need it.

Without it such a driver shows no reader and no token, and reports no fault, so a person would be
told to insert a token that is in.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Mapping

_SOCKET = "/run/pcscd/pcscd.comm"
"""Where pcscd, or systemd for it, listens (pcsc-lite, PCSCLITE_CSOCK_NAME)."""
_SERVICE = r"SYSTEM\CurrentControlSet\Services\SCardSvr"
_DISABLED = 4


def service_off(environment: Mapping[str, str]) -> bool:
    """Tell whether the service surely does not run; in doubt it does.

    Args:
        environment: of the process that needs it; it can name another socket.
    """
    if sys.platform == "win32":
        import winreg

        # Stopped is usual where no reader is plugged in; switched off by IT staff is not.
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _SERVICE) as key:
                return bool(winreg.QueryValueEx(key, "Start")[0] == _DISABLED)
        except OSError:
            return False
    path = environment.get("PCSCLITE_CSOCK_NAME") or os.environ.get("PCSCLITE_CSOCK_NAME")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(1.0)
        try:
            probe.connect(path or _SOCKET)
        except (FileNotFoundError, ConnectionRefusedError):
            return True
        except OSError:
            return False
    return False

"""What the desktop's settings say about proxies, asked of the desktop itself (Linux).

GNOME, KDE and others answer through one interface, ``org.freedesktop.portal.ProxyResolver``; a
script (PAC) that is set there is run by the desktop, not here. Windows' and macOS' settings are
read by Python itself.
"""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress

SECONDS = 3.0


def lookup(address: str) -> tuple[str, ...]:
    """Return the desktop's ways to ``address``, such as ``http://host:port`` or ``direct://``.

    Empty if there is no desktop, or none that answers within :data:`SECONDS`.
    """
    if sys.platform != "linux" or not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return ()
    found: list[tuple[str, ...]] = []

    def ask() -> None:
        # D-Bus errors share no base with what a broken bus raises; either is no answer.
        with suppress(Exception):
            found.append(_asked(address))

    # In a thread, because connecting to a bus has no time limit of its own.
    thread = threading.Thread(target=ask, name="proxy of the desktop", daemon=True)
    thread.start()
    thread.join(SECONDS)
    return found[0] if found else ()


def _asked(address: str) -> tuple[str, ...]:
    from jeepney import DBusAddress, MessageType, new_method_call
    from jeepney.io.blocking import open_dbus_connection

    portal = DBusAddress(
        "/org/freedesktop/portal/desktop",
        bus_name="org.freedesktop.portal.Desktop",
        interface="org.freedesktop.portal.ProxyResolver",
    )
    with open_dbus_connection(bus="SESSION") as connection:
        call = new_method_call(portal, "Lookup", "s", (address,))
        answer = connection.send_and_get_reply(call, timeout=SECONDS)
    if answer.header.message_type is not MessageType.method_return:
        return ()
    return tuple(str(item) for item in answer.body[0])

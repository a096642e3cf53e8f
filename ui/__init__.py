"""Windows, dialogs, item models and delegates.

Rule of this room: it shows what it is told and tells what the person wishes. Facts go out as
past-tense signals, wishes as ``…_requested``, slots are imperative. No files, no network, no
threads, and no import of the application: the application joins this room to the others.
"""

from ui.singletons import keep_alive

# Here, because every road to Qt in this program leads through this room.
keep_alive()

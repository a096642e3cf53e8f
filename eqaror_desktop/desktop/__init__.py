"""The Qt side of composition: lanes for work that waits, and the controller of the window.

Only this package knows both the window and the application. Nothing here blocks the GUI thread:
what waits runs in a lane, and its result comes back by one signal.
"""

from eqaror_desktop.desktop.sources import leave_sources

# Before any other module of this package is loaded, as each of them is looked at.
leave_sources()

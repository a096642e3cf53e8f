"""The application: entry points, settings, composition, and the flows that join the rooms.

Rule of this room: ``signing`` and ``sync`` do not know each other; what passes from one to the
other passes here. One :class:`~eqaror_desktop.application.Application` serves the window and the
command line alike.
"""

"""The flows that join the rooms: sign in, sign, agree, time-stamp, verify.

Each is a class or a function over what it is handed; :mod:`eqaror_desktop.application` hands it.
They block: the window calls them in a lane, the command line calls them as they are.
"""

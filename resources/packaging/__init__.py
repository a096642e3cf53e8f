"""What packages for operating systems are made from; nothing of it is installed."""

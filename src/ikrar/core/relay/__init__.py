"""Relays: the plan of a baton's way, the order of its custody, what a file or the press tells of one."""

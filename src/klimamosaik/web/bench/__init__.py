"""How fast it is on this machine: figures to look at, never assertions."""

"""Numbers of the register: how long measures wait. No Django, no clock."""

"""Forms of the register of measures."""

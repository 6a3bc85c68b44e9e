"""Pages of the register of measures."""

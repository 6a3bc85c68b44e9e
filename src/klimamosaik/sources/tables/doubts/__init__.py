"""What only a person can decide, and what looks wrong."""

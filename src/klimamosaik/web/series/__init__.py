"""All series of a municipality: what they say, how they are doing, and who uses them."""

"""Pages for residents: the town, its measures and buildings, what changed."""

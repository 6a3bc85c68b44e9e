"""The thousand stones of a municipality's way to its target, and their wording."""

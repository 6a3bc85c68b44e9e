"""The entity sets of the standard: what each is called, how it is written, what it leads to."""

"""An exhibition: the main figures in large type, one after the other, for a screen at a fair."""

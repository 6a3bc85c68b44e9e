"""What readings betray: one detector for each doubt, for the preview and the engine alike."""

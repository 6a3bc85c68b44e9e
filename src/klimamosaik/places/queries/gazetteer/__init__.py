"""Germany's municipalities by their official key: which there are, and where they lie."""

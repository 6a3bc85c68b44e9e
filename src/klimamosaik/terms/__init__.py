"""The nouns every stage speaks: what was used, when, how sure, and why. Knows no other stage."""

"""The writing side of the standard: entities made, changed and removed, readings taken in."""

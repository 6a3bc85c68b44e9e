"""How far use drifts by itself: what the width of a range is learnt from."""

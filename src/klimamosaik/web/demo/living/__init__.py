"""Ten invented sensors of the synthetic town: a fortnight of readings, and new ones while served.

Their messages go the way those of real ones go, so that all of it can be tried on them. Three have
a fault that the rules for troubles and marks must find.
"""

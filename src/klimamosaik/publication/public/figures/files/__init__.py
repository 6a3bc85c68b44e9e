"""Files of a figure: each made of what was asked, with the same rows in the same order."""

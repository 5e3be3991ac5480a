"""Grids into raw figures: headings, titles, units above, notes, layouts; what is said of each, as text."""

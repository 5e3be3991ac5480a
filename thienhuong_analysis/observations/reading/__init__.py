"""Files into grids of cells: encodings, legacy fonts, text, workbooks, PX and JSON-stat; no meaning yet."""

"""What one text, or a column of texts, says by itself: a number, a unit, a period or a day."""

"""What is declared beside figures: files, indicators, places, sources, prices, definitions, assumptions."""

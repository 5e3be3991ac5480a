"""Raw figures judged, and what a careful reader would ask about those that were accepted."""

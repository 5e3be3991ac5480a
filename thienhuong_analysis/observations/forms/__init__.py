"""The yearly forms of the lead units: what they look like, and what one that was filled in says."""

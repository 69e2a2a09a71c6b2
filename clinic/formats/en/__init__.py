"""English, as it is written in Dubai."""

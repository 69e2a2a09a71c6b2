"""Photos: judged, drawn anew, kept encrypted, shown to few."""

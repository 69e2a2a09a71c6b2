"""What people ask, and what became of it."""

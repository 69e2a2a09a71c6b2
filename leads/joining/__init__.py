"""Two leads made one, and parted again."""

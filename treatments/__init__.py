"""What the clinic says: pages, claims, facts, comparisons and questions."""

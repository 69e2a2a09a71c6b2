"""PostgreSQL as the site uses it: Django's own, with an end to waiting."""

"""Proof that nothing anybody can send brings a page down, a traceback into the log or nonsense into the database."""

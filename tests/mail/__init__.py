"""Proof that every message arrives, however long and however badly mail was down."""

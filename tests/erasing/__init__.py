"""Proof that nothing of a person is found on the running site once they are erased."""

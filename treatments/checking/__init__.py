"""Reads content as an editor would: finds contradictions, overclaims, unsafe advice and gaps.

Knows nothing of the database: `treatments.inspection` hands it the rules, the facts and the texts.
"""

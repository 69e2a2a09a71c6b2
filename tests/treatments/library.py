"""A starter library of a few files, to load, edit and break."""

from __future__ import annotations

from pathlib import Path

REFERENCES = """[
{"key": "R1", "topic": "Testing", "citation": "A study.", "study_type": "Trial", "kind": "trial",
 "finding": "Something.", "confidence": "A"}
]"""
TREATMENTS = """[[treatment]]
slug = "prp"
name = "PRP"
kind = "procedure"
evidence = "limited"
summary = "Your own plasma."
"""
CLAIMS = """[prp-works]
treatment = "prp"
kind = "effect"
text = "It may help."
certainty = "low"
references = ["R1"]
"""
FACTS = """[[fact]]
topic = "hair-wash"
label = "Washing your hair"
kind = "protocol"
cautious = "48 hours"

[[fact]]
topic = "sessions"
treatment = "prp"
label = "Sessions"
kind = "evidence"
value = "3 to 4"
references = ["R1"]
"""
PASSAGES = """[check-first]
kind = "list"
heading = "Tell us first"
body = "- {claim:prp-works}"
"""
APPROVALS = """[[approval]]
treatment = "prp"
place = "Dubai"
status = "Allowed."
references = ["R1"]
checked_on = 2026-11-01
"""
COMPARISON = """[[row]]
key = "result"
group = "At a glance"
label = "Typical result"
[row.cells]
prp = "{claim:prp-works}"
"""
TIMELINE = """periods = ["Month 6"]
[entries.prp]
"Month 6" = "Change may show."
"""
QUESTIONS = """+++
slug = "choosing"
title = "Choosing"
featured = ["how-many"]
+++
## How many sessions? {#how-many}

{fact:prp/sessions}

## Does it hurt? {#hurt}

A little.
"""
PAGE = """+++
kind = "treatment"
slug = "prp"
treatment = "prp"
title = "PRP for hair loss"
name = "PRP"
description = "What it is."
standfirst = "What it is. What it cannot do."
written_on = 2026-11-20
key_facts = ["{claim:prp-works}"]
+++
## What it is {#what}

Your own plasma.

## Risks {#risks}

{passage:check-first}
"""
GLOSSARY = """[follicle]
term = "follicle"
meaning = "What a hair grows from."
"""
RULES = """[miracle]
kind = "banned-words"
looks_for = "miracle"
message = "Say what it does."
"""
FILES = {
    "references.json": REFERENCES,
    "treatments.toml": TREATMENTS,
    "claims/effects.toml": CLAIMS,
    "facts.toml": FACTS,
    "passages.toml": PASSAGES,
    "approvals.toml": APPROVALS,
    "comparison.toml": COMPARISON,
    "timeline.toml": TIMELINE,
    "questions/choosing.md": QUESTIONS,
    "pages/treatments/prp.md": PAGE,
    "glossary.toml": GLOSSARY,
    "rules.toml": RULES,
}


def write(folder: Path, **changes: str) -> Path:
    """Write the library; `passages="…"` gives the file of that name another text."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(changes.get(path.stem, text), "utf-8")
    return folder

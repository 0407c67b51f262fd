"""Explain each stable code of findings and errors: what it means, why it matters, how to mend it."""

"""Answer how the trust's areas compare with all authorities in the department's published statistics."""

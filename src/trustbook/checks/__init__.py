"""Check a return before any notebook may run; every result is a `Finding`."""

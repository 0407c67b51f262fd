"""The chapter compare: what it works out, says and draws."""

"""The chapter summary: what it works out, says and draws."""

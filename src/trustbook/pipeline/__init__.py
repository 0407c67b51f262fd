"""The chapter pipeline: what it works out, says and draws."""

"""The chapter about the data: what it works out, says and draws."""

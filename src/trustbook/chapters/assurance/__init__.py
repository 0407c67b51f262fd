"""The chapter assurance: what it works out, says and draws."""

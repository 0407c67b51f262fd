"""The chapter workforce agency: what it works out, says and draws."""

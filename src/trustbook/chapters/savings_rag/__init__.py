"""The chapter savings rag: what it works out, says and draws."""

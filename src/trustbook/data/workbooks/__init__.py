"""The chapter workbooks: what it works out, says and draws."""

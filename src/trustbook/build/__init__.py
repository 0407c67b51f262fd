"""Execute chapters with Papermill, for one period or many."""

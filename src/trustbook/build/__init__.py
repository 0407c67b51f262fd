"""Chapters executed by Papermill, for one period or many."""

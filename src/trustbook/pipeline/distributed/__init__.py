"""Periods made by other processes, on this machine or others: what is sent, done and sent back."""

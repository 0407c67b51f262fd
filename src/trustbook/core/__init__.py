"""Provide what every room builds on: periods, number formats, errors, safe reading and writing."""

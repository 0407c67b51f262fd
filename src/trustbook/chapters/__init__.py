"""One pure module for each chapter: material in, frozen results out. No files, no clock, no globals."""

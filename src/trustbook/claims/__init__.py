"""What documents say, compared with what the data give and with each other: a verdict for each claim."""

"""Answer what the transformation programme will save, how sure that is, and what slipped or changed rating."""

"""Youth justice: a chapter that the library has never heard of. Its figures are made up, for tests only."""

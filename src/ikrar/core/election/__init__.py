"""Elections: the closed table of elections a record may belong to."""

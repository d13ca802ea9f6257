"""Many reports: one process for each, finished folders moved into place, an index over them."""

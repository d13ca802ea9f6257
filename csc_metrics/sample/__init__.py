"""A made-up region whose records behave like real ones: nobody's, and the same everywhere for the same seed."""

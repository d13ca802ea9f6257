"""Charts, one function per kind, each drawn from the same rows as its table and its sentence."""

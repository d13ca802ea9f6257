"""The tests: a package of their own, since a library that they use brings another of that name."""

"""Measures: what each figure means, and the functions that count it."""

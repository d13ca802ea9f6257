"""Vocabulary and table schemas that every stage shares; nothing here reads a file of an authority's."""

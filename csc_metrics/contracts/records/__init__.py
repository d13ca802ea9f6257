"""The clean tables: one schema per table of an authority's records, by subject."""

"""From an authority's own extracts to checked tables: read, understood, checked, kept with their history."""

"""How measures are counted from an authority's own records: unit rows, periods, breakdowns and sums."""

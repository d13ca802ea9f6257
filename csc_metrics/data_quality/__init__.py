"""The quality of recording: what is missing, late, wrong or restated in an authority's records, and what it costs."""

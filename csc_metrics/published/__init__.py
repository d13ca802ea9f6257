"""Published figures: from DfE's own files to one checked long table."""

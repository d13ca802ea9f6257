"""The HTML page: what stands on it, how tables are displayed, and the template."""

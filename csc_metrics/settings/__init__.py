"""An authority's own numbers: what they may be, their defaults, and how `settings.toml` is read."""

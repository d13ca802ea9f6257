"""Small numbers are hidden here, once, before anything is shown to the public."""

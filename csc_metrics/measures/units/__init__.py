"""Unit rows of measures: one function for each thing that is counted, a subject a module."""

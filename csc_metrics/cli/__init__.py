"""The command line, csc-metrics."""

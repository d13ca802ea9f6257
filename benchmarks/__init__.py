"""How long reports take: `csc-metrics report` beside the command-line way, on the same notebook and figures."""

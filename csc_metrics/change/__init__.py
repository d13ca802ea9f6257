"""Measures against their own past: process charts, seasons, what moved a ratio, before and after a dated change."""

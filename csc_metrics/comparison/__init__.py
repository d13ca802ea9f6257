"""Measure values beside others: statistical neighbours, region, England."""

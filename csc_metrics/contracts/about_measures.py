"""Schemas of tables about measures: which of them a fault weakens."""

import dataframely as dy


class WeakenedMeasures(dy.Schema):
    """Measures that faults weaken: one row per rule, table, severity and measure."""

    la_code = dy.String(primary_key=True, description="The authority")
    rule = dy.String(primary_key=True, description="Short name of what is wrong")
    table = dy.String(primary_key=True, description="Clean table")
    severity = dy.String(primary_key=True, description="error: rows count nowhere; warning: a column is in doubt")
    measure = dy.String(primary_key=True, description="Code of the measure; the dictionary defines it")
    title = dy.String(description="Its title")

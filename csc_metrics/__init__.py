"""Children's services performance measures for English local authorities, beside their statistical neighbours."""

from importlib.metadata import version

__version__ = version("csc-metrics")

"""Imports that cost more than they give: kept out of the way before papermill is loaded."""

import sys
from importlib import import_module
from types import ModuleType
from typing import Final, cast

_SLOW: Final = "rfc3987_syntax"
"""A checker of web addresses that JupyterLab brings; importing it takes over a second, and no notebook's check of form
needs it. Without it jsonschema checks such addresses less strictly, as where JupyterLab is not installed."""


def import_jsonschema_lightly() -> None:
    """Import jsonschema, which nbformat and papermill need, without its slowest part; later imports find that again."""
    if "jsonschema" in sys.modules or _SLOW in sys.modules:
        return
    modules = cast("dict[str, ModuleType | None]", sys.modules)
    modules[_SLOW] = None  # Python's own way to say "not to be found"
    try:
        import_module("jsonschema")
    finally:
        del modules[_SLOW]

"""Reports: notebooks run by papermill, pages, batches, manifests."""

from csc_metrics.report.light_imports import import_jsonschema_lightly

import_jsonschema_lightly()

"""Reports: notebooks run by papermill, pages, batches, manifests."""

"""What every room stands on: refusals, acts, the ledger, access, phones, htmx, filters, security."""

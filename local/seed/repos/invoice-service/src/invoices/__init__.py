"""Numbers, renders and archives invoices."""

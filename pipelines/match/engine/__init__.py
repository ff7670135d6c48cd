"""Any table, any spec: pairs proposed, compared, weighed, joined. Knows no listing."""

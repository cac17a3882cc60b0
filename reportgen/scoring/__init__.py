"""Turn a Dataset and Rules into scores, totals and grades."""

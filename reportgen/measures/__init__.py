"""Turn a Dataset's rows into the value of each KPI and subject at any period."""

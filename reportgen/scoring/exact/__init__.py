"""Turn one line or one scorecard into its score in Decimal arithmetic: the reference that the columns must equal."""

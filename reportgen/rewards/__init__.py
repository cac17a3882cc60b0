"""Turn scores and a Policy into statements, each amount with its trace (Decimal)."""

"""Turn scores and a Policy into statements, each amount with its trace (Decimal)."""

from reportgen.rewards.period import pay_period, pay_table_of
from reportgen.rewards.run import pay, pay_all
from reportgen.rewards.trace import trace

__all__ = ["pay", "pay_all", "pay_period", "pay_table_of", "trace"]

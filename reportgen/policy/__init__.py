"""Turn a policy YAML into Rules, reward policies and findings."""

from reportgen.policy.load import load_policy, not_in_force, unknown_kpis

__all__ = ["load_policy", "not_in_force", "unknown_kpis"]

"""Turn a policy YAML into Rules, reward policies and findings."""

"""Speed and memory, always as a ratio against a named alternative measured in the same run."""

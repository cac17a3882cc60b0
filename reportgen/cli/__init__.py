"""Turn a command line into one call, its printed result and an exit code."""

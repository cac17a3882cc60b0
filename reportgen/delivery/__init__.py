"""Turn bytes into files: where each belongs, written whole or not at all, listed in a manifest."""

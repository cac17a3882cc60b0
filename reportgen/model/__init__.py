"""The frozen types that every room speaks. No room is imported from here; no heavy library is needed to read them."""

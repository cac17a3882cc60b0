"""The version of the product, where every room may read it: reports print it, and the run id holds it."""

VERSION = "0.1.0"

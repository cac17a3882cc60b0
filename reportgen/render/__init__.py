"""Turn a Report into bytes. One folder per format, one heavy library each; a renderer computes nothing."""

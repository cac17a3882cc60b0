"""Turn facts into sentences in zh-CN and en."""

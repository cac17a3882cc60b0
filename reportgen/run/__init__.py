"""Call the rooms in order: read, score, compare, reward, write, lay out, deliver. The one place that knows all of them."""

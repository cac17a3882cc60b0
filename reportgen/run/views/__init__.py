"""Turn results into views: for each recipient what they may see, and nothing else."""

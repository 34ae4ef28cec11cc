"""Install: workspaces and channels come, change and go; and whatever belongs nowhere else."""

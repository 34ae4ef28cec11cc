"""What things cost, as ratios measured side by side in one run: `make bench`.

Absolute figures belong to the machine they were taken on; only the ratios travel.
"""

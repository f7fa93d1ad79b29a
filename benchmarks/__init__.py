"""What `make bench` runs: ratios against the bare framework and the bare database, in one run on one machine."""

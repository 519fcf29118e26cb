"""What `make bench` runs: the pages and the casting of a ballot, timed beside a floor. Not part of the product."""

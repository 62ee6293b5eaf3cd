"""`python -m service`: the same as `prevention-first`."""

from service.cli import main

main()

"""A Microsoft 365 on localhost: an independent, strict witness. Imports none of our other packages."""

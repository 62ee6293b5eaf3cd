"""Use cases: load, decide, save, enqueue. One function per behaviour, one transaction each."""

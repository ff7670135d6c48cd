"""A run on disk: archive, run, verdicts, fingerprints, reading again, retention."""

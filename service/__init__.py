"""The composition root: settings, logs, command line, the running process. May import everything of ours."""

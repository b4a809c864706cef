"""The command line: every command parses, makes one call, prints."""

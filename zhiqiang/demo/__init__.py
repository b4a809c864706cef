"""The example city, made by a seeded program."""

"""What bodies owe under a programme, year by year: work lists, progress, checks, supervision."""

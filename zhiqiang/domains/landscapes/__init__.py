"""Patent navigation (专利导航): projects of GB/T 39551, from a question to an adopted report."""

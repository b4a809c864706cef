"""Satisfaction surveys: a questionnaire, a sample of the register's parties, answers, a score with its error."""

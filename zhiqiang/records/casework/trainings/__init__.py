"""Trainings: sign-up with a capacity and a waiting list, attendance by a code that changes, person-times."""

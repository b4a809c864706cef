"""Pages of services: what there is to apply for, cases of applicants, the work of offices."""

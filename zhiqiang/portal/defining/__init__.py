"""The form in which an official defines an indicator: words, fields, and the values that they come to."""

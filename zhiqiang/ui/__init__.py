"""Page furniture: base template, components, template tags."""

"""Pages of programmes, by what one does there."""

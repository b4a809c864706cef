"""What pages ask about information services."""

"""Information services: topic databases, saved questions, profiles of firms and what is pushed to them."""

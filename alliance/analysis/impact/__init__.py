"""What followed when schools joined a trust or were supported, against schools like them."""

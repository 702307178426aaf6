"""Areas: how schools of a region, authority, district or Opportunity Area do together."""

"""A briefing of one page: what there is to say of a school, a trust or an area on one day."""

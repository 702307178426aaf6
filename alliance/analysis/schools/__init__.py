"""Schools: their grades, inspections, results, their story, and the schools near and like one."""

"""Need: which schools are eligible for support, by what inspections, and which are strong."""

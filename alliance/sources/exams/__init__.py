"""Results of key stage 2 and 4: of schools, areas and trusts (Department for Education)."""

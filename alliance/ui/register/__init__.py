"""The register of support: its list, one record, its form, imports and audit."""

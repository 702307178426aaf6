"""Readers of published files: one module a publisher, each giving tidy tables and their faults."""

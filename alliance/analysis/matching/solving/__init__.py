"""The best plan among possible pairs within every limit, and the proof that none is better."""

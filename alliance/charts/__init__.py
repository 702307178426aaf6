"""Figures drawn with plotly, one function a figure."""

"""What each page says, as data: sentences, figures, tables, charts and maps, without Streamlit."""

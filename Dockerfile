# The app as an image: docker build -t northern-alliance . Its layers change as seldom as they can.
FROM python:3.12-slim AS packages
COPY requirements.lock /
RUN python -m venv /app/.venv && /app/.venv/bin/pip install --no-cache-dir --require-hashes -q -r /requirements.lock

FROM python:3.12-slim
WORKDIR /app
COPY --from=packages /app/.venv /app/.venv
COPY data data
COPY .streamlit/config.toml .streamlit/
COPY pages pages
COPY alliance alliance
COPY app.py LICENSE ./
RUN mkdir -p data/local && chown 10001:10001 data/local
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/tmp
USER 10001:10001
EXPOSE 8501
CMD ["streamlit", "run", "app.py", "--server.port=8501", "--server.address=0.0.0.0", "--server.headless=true"]

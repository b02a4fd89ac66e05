FROM python:3.11-slim AS wheels
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE app.py ./
COPY assistant assistant
COPY index index
COPY prompts prompts
RUN pip wheel --no-cache-dir -q -w /wheels -c constraints.txt .

FROM python:3.11-slim
RUN useradd --uid 10001 --create-home nianbao && install -d -m 700 -o nianbao /data
RUN --mount=type=bind,from=wheels,source=/wheels,target=/wheels \
    pip install --no-cache-dir -q --no-index --find-links /wheels nianbao
USER nianbao
ENV NIANBAO_HOME=/data NIANBAO_HOST=0.0.0.0
VOLUME /data
EXPOSE 7860
HEALTHCHECK --start-period=30s CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:7860/health', timeout=5)"]
CMD ["nianbao", "serve"]

# syntax=docker/dockerfile:1
# The service as an image: packages by hash, no compiler and no OPA inside, the built release as package data.
#
#   docker build -t gate .
#   docker run --read-only --tmpfs /tmp -v gate-var:/var/lib/gate \
#     -v ./organisation:/etc/gate/organisation:ro -p 127.0.0.1:8080:8080 gate

FROM python:3.13-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /opt/gate
COPY requirements.lock ./
RUN /opt/gate/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE CHANGELOG.md ./
COPY gate gate
COPY gate_verify gate_verify
RUN /opt/gate/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation .

FROM python:3.13-slim-bookworm
RUN groupadd --system --gid 10001 gate \
    && useradd --system --uid 10001 --gid gate --home-dir /nonexistent --shell /usr/sbin/nologin gate \
    && install -d -o gate -g gate -m 0700 /var/lib/gate
COPY --from=build /opt/gate /opt/gate
ENV PATH=/opt/gate/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    GATE_ENV=production \
    GATE_VAR=/var/lib/gate
USER 10001:10001
VOLUME ["/var/lib/gate"]
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/readyz', timeout=4)"]
ENTRYPOINT ["gate"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8080", "--organisation", "/etc/gate/organisation"]

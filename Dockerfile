# docker build -t trainbib . && docker run --rm -v "$PWD:/work:ro" trainbib check
FROM python:3.12-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY manifest manifest
COPY cli cli
COPY schema schema
RUN python -m venv /trainbib && /trainbib/bin/python -m pip install --no-cache-dir ".[all]"

FROM python:3.12-slim
COPY --from=build /trainbib /trainbib
RUN useradd --create-home --uid 10001 trainbib
USER trainbib
ENV PATH=/trainbib/bin:$PATH PYTHONDONTWRITEBYTECODE=1
WORKDIR /work
ENTRYPOINT ["trainbib"]
CMD ["check"]

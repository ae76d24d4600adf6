# Docker (BuildKit), podman and buildah all build this file.
# Other bases: --build-arg BUILDER=… --build-arg RUNTIME=…; both need the same C library, the first no older.
ARG BUILDER=docker.io/library/rust:1.95-bookworm
ARG RUNTIME=docker.io/library/debian:bookworm-slim

FROM ${BUILDER} AS build
WORKDIR /src
COPY . .
# The caches keep downloads and compiled dependencies from one build to the next. What is in a cache isn't in the
# image, hence the copy.
RUN --mount=type=cache,id=miniblog-registry,target=/usr/local/cargo/registry \
    --mount=type=cache,id=miniblog-target,target=/src/target \
    cargo build --release --locked --bin miniblog \
    && install -D -m 755 target/release/miniblog /out/usr/local/bin/miniblog \
    && install -D -m 644 /etc/ssl/certs/ca-certificates.crt /out/etc/ssl/certs/ca-certificates.crt \
    && install -d -m 750 /out/data

FROM ${RUNTIME}
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="miniblog" \
      org.opencontainers.image.description="A small microblog server" \
      org.opencontainers.image.licenses="MIT OR Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

# No RUN in this stage: nothing here needs a shell, so RUNTIME may be a base without one. The certificates are for
# TLS to databases and Consul; the slim base has none.
COPY --from=build /out/usr/local/bin/miniblog /usr/local/bin/miniblog
COPY --from=build /out/etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build --chown=10001:10001 /out/data /data

ENV MINIBLOG_ENV=production \
    MINIBLOG__SERVER__HOST=0.0.0.0 \
    MINIBLOG__DATA__DIR=/data
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
# Drain, finish what is in flight, deregister from Consul.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 CMD ["/usr/local/bin/miniblog", "health"]
ENTRYPOINT ["/usr/local/bin/miniblog"]
CMD ["serve"]

# acslint alone: a static binary in an image with nothing else, neither a shell nor root.
#
#   docker build --tag acslint .
#   docker run --rm --network none --volume "$PWD:/data:ro" acslint check .

FROM rust:1.95.0-alpine AS build
# Only the components of the image, not the others in rust-toolchain.toml.
ENV RUSTUP_TOOLCHAIN=1.95.0
WORKDIR /source
COPY . .
RUN cargo build --locked --profile dist --package acslint --features parquet

FROM scratch
COPY --from=build /source/target/dist/acslint /bin/acslint
USER 65534:65534
# Mounted files belong to the mounting user, as in a continuous integration, and nothing else is reachable.
ENV CI=true
WORKDIR /data
ENTRYPOINT ["/bin/acslint"]
CMD ["--help"]

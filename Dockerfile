# acslint alone: a static binary in an image that has nothing else, neither a shell nor root.
#
#   docker build --tag acslint .
#   docker run --rm --network none --volume "$PWD:/data:ro" acslint check .

FROM rust:1.95.0-alpine AS build
# What the image has, not what else rust-toolchain.toml asks for.
ENV RUSTUP_TOOLCHAIN=1.95.0
WORKDIR /source
COPY . .
RUN cargo build --locked --profile dist --package acslint

FROM scratch
COPY --from=build /source/target/dist/acslint /bin/acslint
USER 65534:65534
# What is mounted belongs to whoever mounted it, as in a continuous integration, and nothing else can be reached.
ENV CI=true
WORKDIR /data
ENTRYPOINT ["/bin/acslint"]
CMD ["--help"]

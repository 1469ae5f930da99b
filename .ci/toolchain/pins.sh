# shellcheck shell=bash disable=SC2034
# Everything that is ever downloaded: what, which version, and the sha256 it must have.
DENO_VERSION=2.4.2
DENO_MINIMUM=2.4

# The release zip is https://dl.deno.land/release/v2.4.2/deno-x86_64-unknown-linux-gnu.zip; the binary in it is what is pinned.
DENO_SHA256=1d6580e813252f6b27a41d97d2e3725a408baa2e765a86e45f65b228d3e93ad6
# The first DENORT_BYTES of `vlt`, which was itself made by `deno compile` of the same version.
DENORT_BYTES=85186368
DENORT_SHA256=2705685d7478610b98dcd43acecd457a19810146323041c8af8a88f7dd0b5e82

# npm packages, and the sha256 of their tarballs.
NPM_DENO=@deno/linux-x64-glibc@2.4.2
NPM_DENO_SHA256=8a0a4c77c6d994d21f8242f86a76edd7a22d158edb2251af7cefea5ff1237304
NPM_DENORT=@vltpkg/cli-linux-x64@0.0.0-18
NPM_DENORT_SHA256=e8e7a9570742dfb6d9de0c601b43c070b5cfa860064742783e11bff6569e2208
NPM_STD=deno-std@1.4.0
NPM_STD_SHA256=07e66dcd39667b4f738366d820df1f0803ef7d93b2eede4d2f59e2f5ceb8f18a
NPM_CLIFFY=windmill-cli@1.596.0
NPM_CLIFFY_SHA256=6be88f352d7a6788e7f90307e904abaa9e2e055e958748fd237e3c85a17341c7
# What `deno bundle` of this version runs, where it looks for it, so that it never downloads one itself.
ESBUILD_VERSION=0.25.5
NPM_ESBUILD=@esbuild/linux-x64@$ESBUILD_VERSION
NPM_ESBUILD_SHA256=95a928d8187c6f7ad632a3f3bbf01f66dfd5b5adb724b8bfeec5fff73ff2d91a

# shellcheck shell=bash disable=SC2034
# Everything that is ever downloaded, and the sha256 it must have.
DENO_MINIMUM=2.4
DOWNLOAD_MB=$([[ -n ${SOURCEOS_DENO-} ]] && echo 50 || echo 240)

case $(uname -s)-$(uname -m)${SOURCEOS_DENO:+-$SOURCEOS_DENO} in
  Linux-x86_64)
    DENO_VERSION=2.4.2
    DENO_TARGET=x86_64-unknown-linux-gnu
    DENO_SHA256=1d6580e813252f6b27a41d97d2e3725a408baa2e765a86e45f65b228d3e93ad6
    NPM_DENO=@deno/linux-x64-glibc@2.4.2
    NPM_DENO_SHA256=8a0a4c77c6d994d21f8242f86a76edd7a22d158edb2251af7cefea5ff1237304

    # denort is the first DENORT_BYTES of the program `vlt`, which `deno compile` of the same version made.
    DENORT_BYTES=85186368
    DENORT_SHA256=2705685d7478610b98dcd43acecd457a19810146323041c8af8a88f7dd0b5e82
    NPM_DENORT=@vltpkg/cli-linux-x64@0.0.0-18
    NPM_DENORT_SHA256=e8e7a9570742dfb6d9de0c601b43c070b5cfa860064742783e11bff6569e2208

    # What `deno bundle` of this version runs.
    ESBUILD=esbuild-0.25.5/esbuild-linux-x64
    NPM_ESBUILD=@esbuild/linux-x64@0.25.5
    NPM_ESBUILD_SHA256=95a928d8187c6f7ad632a3f3bbf01f66dfd5b5adb724b8bfeec5fff73ff2d91a
    ;;
  Linux-aarch64)
    # npm has no 2.4.2 for it, and no denort; so there the program runs uncompiled.
    DENO_VERSION=2.7.7
    DENO_TARGET=aarch64-unknown-linux-gnu
    DENO_SHA256=603322f9441e2a9bdd8d21652967a80f1fb6634ffda1a7309b14404c965eb0e9
    NPM_DENO=@deno/linux-arm64-glibc@2.7.7
    NPM_DENO_SHA256=7ab62d5b85a3395f8e6b2d79fc5296bc73f849667d62105ae36ae688f55a1d84
    ;;
  # The newest release, to be tried beside the pinned one. npm has no denort for it: there the program runs uncompiled.
  Linux-x86_64-newest)
    DENO_VERSION=2.9.6
    DENO_TARGET=x86_64-unknown-linux-gnu
    DENO_SHA256=bceb5b6a6239b0b010418406d8c77a508f67cf4337d94288f1c19fe71304aab0
    NPM_DENO=@deno/linux-x64-glibc@2.9.6
    NPM_DENO_SHA256=a6596af07f3570b4f1ffa6783bfee9942aac14a719a601baa6bf5b71bf0105e2
    ;;
  Linux-aarch64-newest)
    DENO_VERSION=2.9.6
    DENO_TARGET=aarch64-unknown-linux-gnu
    DENO_SHA256=d08d392418df53f4e6e88a08909c0e1bccbf9adcead7232df72b6ad6075ec416
    NPM_DENO=@deno/linux-arm64-glibc@2.9.6
    NPM_DENO_SHA256=8e32a9c72c84c14f91fde26efbef0b5f347286f3c68b4b7d4b8040ae9e6f42ec
    ;;
esac

# What stands in for the packages of JSR.
NPM_STD=deno-std@1.4.0
NPM_STD_SHA256=07e66dcd39667b4f738366d820df1f0803ef7d93b2eede4d2f59e2f5ceb8f18a
NPM_CLIFFY=windmill-cli@1.596.0
NPM_CLIFFY_SHA256=6be88f352d7a6788e7f90307e904abaa9e2e055e958748fd237e3c85a17341c7

# `sourceos sync` as the bundle of its modules, run by the deno of nixpkgs. A compiled program would not live: strip and patchelf,
# which stdenv runs, drop what `deno compile` appends to its runtime.
#
# `bundle` is the unpacked archive sourceos-sync-VERSION-bundle.tar.gz of a release, or what `make bundle` leaves in bin/bundle.
{ lib, stdenvNoCC, deno, bundle, version, program ? "sourceos" }:

assert lib.assertOneOf "program" program [ "sourceos" "sourceos-sync" ];

stdenvNoCC.mkDerivation {
  pname = "sourceos-sync";
  inherit version;
  src = bundle;

  dontConfigure = true;
  dontBuild = true;

  installPhase = ''
    runHook preInstall
    mkdir -p $out/bin $out/lib
    cp -r lib/sourceos $out/lib/
    install -m 755 bin/sourceos $out/bin/${program}
    if [ -d share ]; then cp -r share $out/; fi
    # By its environment, as the name that the launcher is called by says what it stands for.
    sed -i 's|^deno=.*|deno=''${SOURCEOS_DENO_BIN:-${lib.getExe deno}}|' $out/bin/${program}
    runHook postInstall
  '';

  doInstallCheck = true;
  installCheckPhase = "$out/bin/${program} --version";

  meta = {
    description = "Looks after the durable state of a SourceOS host";
    license = lib.licenses.asl20;
    mainProgram = program;
    inherit (deno.meta) platforms;
  };
}

# The program on a host of the estate: on the PATH, run regularly as the owner of the store, with metrics for node_exporter, and
# readable for its operators. The daemon's own module makes the account and the store.
{ config, lib, pkgs, ... }:
let
  cfg = config.sourceos.sync;
  program = lib.getExe cfg.package;
  # The same command whatever the program is installed as.
  sync = if cfg.package.meta.mainProgram == "sourceos-sync" then program else "${program} sync";
  metrics = "/var/lib/sourceos-sync-doctor";
in
{
  options.sourceos.sync = {
    enable = lib.mkEnableOption "sourceos sync, which looks after the state of sourceos-syncd";

    package = lib.mkOption {
      type = lib.types.package;
      description = "The package of packaging/nix/package.nix.";
    };

    storeRoot = lib.mkOption {
      type = lib.types.path;
      default = "/var/lib/sourceos-syncd";
      description = "The store of the daemon.";
    };

    user = lib.mkOption {
      type = lib.types.str;
      default = "sourceos-syncd";
      description = "Who owns the store; the group has the same name.";
    };

    operators = lib.mkOption {
      type = lib.types.listOf lib.types.str;
      default = [ ];
      description = "Users who may read the store, as members of its group.";
    };

    doctor = {
      enable = lib.mkEnableOption "a regular check of the store" // { default = true; };

      interval = lib.mkOption {
        type = lib.types.str;
        default = "15min";
        description = "How long after a check the next one begins, as systemd.time(7) writes it.";
      };
    };
  };

  config = lib.mkIf cfg.enable {
    environment.systemPackages = [ cfg.package ];
    environment.variables.SOURCEOS_STATE_DIR = cfg.storeRoot;

    users.users = lib.genAttrs cfg.operators (_: { extraGroups = [ cfg.user ]; });

    systemd.services.sourceos-sync-doctor = lib.mkIf cfg.doctor.enable {
      description = "Check of the state that sourceos-syncd keeps";
      unitConfig.ConditionPathIsDirectory = cfg.storeRoot;
      environment.SOURCEOS_STATE_DIR = cfg.storeRoot;
      script = ''
        set +e
        ${sync} doctor -o openmetrics --out ${metrics}/sourceos_sync.prom --max-time 300
        ${sync} doctor -o ndjson --max-time 300
      '';
      serviceConfig = {
        Type = "oneshot";
        User = cfg.user;
        Group = cfg.user;
        # Warnings and errors of the store are answers; any other code says that there was none.
        SuccessExitStatus = "3 4";
        StateDirectory = "sourceos-sync-doctor";
        UMask = "0022";
        Nice = 10;
        ProtectSystem = "strict";
        ProtectHome = true;
        PrivateTmp = true;
        PrivateDevices = true;
        ProtectKernelModules = true;
        ProtectKernelTunables = true;
        ProtectControlGroups = true;
        NoNewPrivileges = true;
        CapabilityBoundingSet = "";
        RestrictNamespaces = true;
        RestrictSUIDSGID = true;
        LockPersonality = true;
        SystemCallArchitectures = "native";
        RestrictAddressFamilies = [ "AF_UNIX" "AF_INET" "AF_INET6" ];
        IPAddressDeny = "any";
        IPAddressAllow = "localhost";
        # The engine compiles JavaScript to machine code as it runs.
        MemoryDenyWriteExecute = false;
      };
    };

    systemd.timers.sourceos-sync-doctor = lib.mkIf cfg.doctor.enable {
      description = "Regular check of the state that sourceos-syncd keeps";
      wantedBy = [ "timers.target" ];
      timerConfig = {
        OnBootSec = "5min";
        OnUnitActiveSec = cfg.doctor.interval;
        RandomizedDelaySec = "1min";
      };
    };

    services.prometheus.exporters.node.extraFlags =
      lib.mkIf cfg.doctor.enable [ "--collector.textfile.directory=${metrics}" ];
  };
}

package io.fleettelemetry;

import io.fleettelemetry.config.ConfigSource;
import io.fleettelemetry.config.EffectiveConfig;
import io.fleettelemetry.config.Loading;
import io.fleettelemetry.config.ServerConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which keys can change while the server runs, and in which files what they say stands. */
final class Reloadable {

  private static final String RATE_LIMIT = "rate_limit.";

  private static final Set<String> KEYS =
      Set.of(
          "log_level",
          "use_default_eng_ca",
          "tls.server_cert",
          "tls.server_key",
          "tls.ca_file",
          "tls.crl_file",
          "tls.vehicle_ca_file",
          "allowed_vins",
          "allowed_vins_file",
          "denied_vins_file");

  private Reloadable() {}

  /**
   * The keys that need a restart and that differ between two configurations. Of a dispatcher whose
   * secrets alone differ, its name.
   */
  static NavigableSet<String> needRestart(Loading.Loaded running, Loading.Loaded now) {
    EffectiveConfig before = running.effective();
    EffectiveConfig after = now.effective();
    NavigableSet<String> keys = new TreeSet<>();
    Stream.concat(before.settings().keySet().stream(), after.settings().keySet().stream())
        .filter(key -> !KEYS.contains(key) && !key.startsWith(RATE_LIMIT))
        .filter(key -> isGiven(before, key) || isGiven(after, key))
        .filter(key -> !Objects.equals(value(before, key), value(after, key)))
        .forEach(keys::add);
    addSecrets(running.config(), now.config(), keys);
    return keys;
  }

  /** A default that has changed follows from another key. */
  private static boolean isGiven(EffectiveConfig config, String key) {
    return config.setting(key).filter(EffectiveConfig.Setting::isGiven).isPresent();
  }

  private static Object value(EffectiveConfig config, String key) {
    return config.setting(key).map(EffectiveConfig.Setting::value).orElse(null);
  }

  private static void addSecrets(ServerConfig before, ServerConfig after, Set<String> keys) {
    Map<String, Object> settings = after.dispatcherSettings();
    before
        .dispatcherSettings()
        .forEach(
            (name, old) -> {
              boolean named = keys.stream().anyMatch(key -> key.startsWith(name + "."));
              if (!named && settings.containsKey(name) && !settings.get(name).equals(old)) {
                keys.add(name);
              }
            });
  }

  /** The files that say what such keys are, and what is in effect because of them. */
  static NavigableSet<Path> files(ConfigSource source, Loading.Loaded loaded) {
    ServerConfig config = loaded.config();
    NavigableSet<Path> files = new TreeSet<>(loaded.effective().files());
    files.add(config.tls().serverCert());
    files.add(config.tls().serverKey());
    Stream.of(
            source.file(),
            config.tls().caFile(),
            config.tls().crlFile(),
            config.tls().vehicleCaFile(),
            config.access().allowedVinsFile(),
            config.access().deniedVinsFile())
        .flatMap(file -> file.stream())
        .forEach(files::add);
    return files;
  }
}

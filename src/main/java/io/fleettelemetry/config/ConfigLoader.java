package io.fleettelemetry.config;

import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Loads the configuration: a JSON file and the environment, validated as a whole. Immutable and
 * thread-safe.
 */
public final class ConfigLoader {

  /** No environment variable can have this name. */
  private static final String FILE_KEY = "=file";

  private static final long NEVER = -1;

  private final Map<String, SettingsReader<?>> dispatchers;
  private final boolean strict;
  private final ConfigCheck check;

  /**
   * @param dispatchers what reads the section of each dispatcher of this version, by name
   * @param strict whether an unknown key is an error instead of a warning
   */
  public ConfigLoader(Map<String, ? extends SettingsReader<?>> dispatchers, boolean strict) {
    this(dispatchers, strict, ConfigCheck.NONE);
  }

  /**
   * @param check what {@link #load} asks besides, so that all problems are reported together
   */
  public ConfigLoader(
      Map<String, ? extends SettingsReader<?>> dispatchers, boolean strict, ConfigCheck check) {
    this.dispatchers = Collections.unmodifiableMap(new TreeMap<>(dispatchers));
    this.strict = strict;
    this.check = check;
  }

  /**
   * Loads a file, with the process's environment.
   *
   * @param file relative to the working directory
   * @return succeeds with the configuration or all that is wrong, a file that cannot be read
   *     included; fails only by a defect. Completes on a context of this Vert.x.
   */
  public Future<Loading> load(Vertx vertx, Path file) {
    Path absolute = file.toAbsolutePath();
    ConfigRetriever retriever = ConfigRetriever.create(vertx, stores(absolute));
    return retriever
        .getConfig()
        .compose(
            stores -> vertx.executeBlocking(() -> read(vertx, absolute, stores)),
            failure -> Future.succeededFuture(unreadable(absolute, failure)))
        .eventually(retriever::close);
  }

  /** The file of {@link #load} as a source, without the check. */
  public ConfigSource source(Path file) {
    Path absolute = file.toAbsolutePath();
    return new ConfigSource(Optional.of(absolute), () -> read(absolute));
  }

  private Loading read(Path file) {
    try {
      return read(file.toString(), Files.readAllBytes(file), System.getenv());
    } catch (IOException e) {
      return unreadable(file, e);
    }
  }

  /** The configuration of {@link #read} as a source. */
  public ConfigSource source(String name, byte[] json, Map<String, String> environment) {
    return new ConfigSource(Optional.empty(), () -> read(name, json, environment));
  }

  /** The environment as it is, and the file as it is: the decoding is ours. */
  private static ConfigRetrieverOptions stores(Path file) {
    return new ConfigRetrieverOptions()
        .setScanPeriod(NEVER)
        .addStore(
            new ConfigStoreOptions()
                .setType("env")
                .setConfig(new JsonObject().put("raw-data", true)))
        .addStore(
            new ConfigStoreOptions()
                .setType("file")
                .setFormat("raw")
                .setConfig(
                    new JsonObject()
                        .put("path", file.toString())
                        .put("raw.key", FILE_KEY)
                        .put("raw.type", "binary")));
  }

  private Loading read(Vertx vertx, Path file, JsonObject stores) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String name : stores.fieldNames()) {
      if (!name.equals(FILE_KEY)) {
        environment.put(name, stores.getString(name));
      }
    }
    return read(
        file.toString(),
        stores.getBinary(FILE_KEY),
        environment,
        (config, problems) -> check.check(vertx, config, problems));
  }

  private static Loading unreadable(Path file, Throwable failure) {
    Problems problems = new Problems();
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    problems.error(
        file.toString(),
        "",
        cause instanceof NoSuchFileException
            ? "there is no such file; -config FILE names another one"
            : "cannot be read: " + cause.getMessage());
    return new Loading.Refused(problems.errors(), problems.warnings(), new EffectiveConfig());
  }

  /**
   * Reads a configuration that is in memory, without the check. Blocks: files that it names are
   * looked at.
   *
   * @param name of where it is from, for messages
   * @param json UTF-8
   * @param environment where {@code ${NAME}} is looked up
   */
  public Loading read(String name, byte[] json, Map<String, String> environment) {
    return read(name, json, environment, (config, problems) -> {});
  }

  private Loading read(
      String name,
      byte[] json,
      Map<String, String> environment,
      BiConsumer<ServerConfig, Problems> further) {
    Problems problems = new Problems();
    EffectiveConfig effective = new EffectiveConfig();
    ServerConfig config = null;
    Optional<Map<String, Object>> values = JsonReader.read(name, json, problems);
    if (values.isPresent()) {
      Section root = Section.of("", values.get(), environment, problems, effective);
      config = new ServerConfigReader(root, environment, problems).read(dispatchers);
      further.accept(config, problems);
      root.reportUnknownKeys(strict);
    }
    return problems.hasErrors()
        ? new Loading.Refused(problems.errors(), problems.warnings(), effective)
        : new Loading.Loaded(config, problems.warnings(), effective);
  }
}

package io.fleettelemetry.config;

import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

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

  /**
   * @param dispatchers what reads the section of each dispatcher of this version, by name
   * @param strict whether an unknown key is an error instead of a warning
   */
  public ConfigLoader(Map<String, ? extends SettingsReader<?>> dispatchers, boolean strict) {
    this.dispatchers = Collections.unmodifiableMap(new TreeMap<>(dispatchers));
    this.strict = strict;
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
            stores -> vertx.executeBlocking(() -> read(absolute, stores)),
            failure -> Future.succeededFuture(unreadable(absolute, failure)))
        .eventually(retriever::close);
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

  private Loading read(Path file, JsonObject stores) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String name : stores.fieldNames()) {
      if (!name.equals(FILE_KEY)) {
        environment.put(name, stores.getString(name));
      }
    }
    return read(file.toString(), stores.getBinary(FILE_KEY), environment);
  }

  private static Loading unreadable(Path file, Throwable failure) {
    Problems problems = new Problems();
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    problems.error(
        file.toString(),
        "",
        cause instanceof NoSuchFileException
            ? "there is no such file; name the configuration with -config FILE"
            : "cannot be read: " + cause.getMessage());
    return new Loading.Refused(problems.errors(), problems.warnings());
  }

  /**
   * Reads a configuration that is in memory. Blocks: files that it names are looked at.
   *
   * @param name of where it is from, for messages
   * @param json UTF-8
   * @param environment where {@code ${NAME}} is looked up
   */
  public Loading read(String name, byte[] json, Map<String, String> environment) {
    Problems problems = new Problems();
    ServerConfig config =
        JsonReader.read(name, json, problems)
            .map(values -> read(values, environment, problems))
            .orElse(null);
    return problems.hasErrors()
        ? new Loading.Refused(problems.errors(), problems.warnings())
        : new Loading.Loaded(config, problems.warnings());
  }

  private ServerConfig read(
      Map<String, Object> values, Map<String, String> environment, Problems problems) {
    Section root = Section.of("", values, environment, problems);
    ServerConfig config = new ServerConfigReader(root, environment, problems).read(dispatchers);
    root.reportUnknownKeys(strict);
    return config;
  }
}

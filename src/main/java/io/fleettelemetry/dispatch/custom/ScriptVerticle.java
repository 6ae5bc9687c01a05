package io.fleettelemetry.dispatch.custom;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import javax.script.Bindings;
import javax.script.ScriptEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A script as a verticle: run from top to bottom when it is deployed, with {@code vertx}, {@code
 * config} (a {@code JsonObject}) and {@code log} (an SLF4J {@code Logger}) as its variables. What
 * it registers is unregistered when it is undeployed. Where it ends with a {@code Future}, it is
 * deployed when that has succeeded.
 */
final class ScriptVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(ScriptVerticle.class);

  private final Path file;
  private final Supplier<ScriptEngine> engines;

  /**
   * @param engines makes an engine for this instance alone: many are for one thread at a time
   */
  ScriptVerticle(Path file, Supplier<ScriptEngine> engines) {
    this.file = file;
    this.engines = engines;
  }

  /** On a worker thread: making an engine and compiling a script take their time. */
  @Override
  public Future<?> start() {
    return vertx.executeBlocking(this::run).compose(ScriptVerticle::deployed);
  }

  private static Future<?> deployed(Object result) {
    return result instanceof Future<?> future ? future : Future.succeededFuture();
  }

  private Object run() throws Exception {
    ScriptEngine engine = engines.get();
    Bindings variables = engine.createBindings();
    variables.put("vertx", vertx);
    variables.put("config", config());
    variables.put("log", LOG);
    try (Reader reader = Files.newBufferedReader(file)) {
      return engine.eval(reader, variables);
    }
  }
}

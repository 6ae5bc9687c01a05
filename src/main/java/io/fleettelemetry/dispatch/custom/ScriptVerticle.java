package io.fleettelemetry.dispatch.custom;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.script.Bindings;
import javax.script.ScriptEngine;

/**
 * A script as a verticle: run from top to bottom when it is deployed, with {@code vertx} and {@code
 * config} (a {@code JsonObject}) as its variables. What it registers is unregistered when it is
 * undeployed. Where it ends with a {@code Future}, it is deployed when that has succeeded.
 */
final class ScriptVerticle extends VerticleBase {

  private final ScriptEngine engine;
  private final Path file;

  ScriptVerticle(ScriptEngine engine, Path file) {
    this.engine = engine;
    this.file = file;
  }

  /** On a worker thread: compiling a script takes its time. */
  @Override
  public Future<?> start() {
    return vertx.executeBlocking(this::run).compose(ScriptVerticle::deployed);
  }

  private static Future<?> deployed(Object result) {
    return result instanceof Future<?> future ? future : Future.succeededFuture();
  }

  private Object run() throws Exception {
    Bindings variables = engine.createBindings();
    variables.put("vertx", vertx);
    variables.put("config", config());
    try (Reader reader = Files.newBufferedReader(file)) {
      return engine.eval(reader, variables);
    }
  }
}

package io.fleettelemetry.dispatch.custom;

import io.vertx.core.Deployable;
import io.vertx.core.Promise;
import io.vertx.core.spi.VerticleFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;

/**
 * Deploys {@code script:FILE} by the scripting engine (JSR 223) that knows the file's extension.
 * Vert.x finds this by Java's service loader.
 */
public final class ScriptVerticleFactory implements VerticleFactory {

  static final String PREFIX = "script";

  @Override
  public String prefix() {
    return PREFIX;
  }

  @Override
  public void createVerticle2(
      String verticleName,
      ClassLoader classLoader,
      Promise<Callable<? extends Deployable>> promise) {
    Optional<String> fault = fault(verticleName, classLoader);
    if (fault.isPresent()) {
      promise.fail(new IllegalArgumentException(verticleName + ": " + fault.get()));
    } else {
      Path file = file(verticleName);
      promise.complete(() -> new ScriptVerticle(file, () -> engine(file, classLoader)));
    }
  }

  /** What is wrong with a script's name; empty when the file is there and an engine takes it. */
  static Optional<String> fault(String verticleName, ClassLoader classLoader) {
    try {
      Path file = file(verticleName);
      if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
        return Optional.of("must name a file that can be read");
      }
      return engine(file, classLoader) == null
          ? Optional.of(
              "no scripting engine takes this file; there are engines for "
                  + known(classLoader)
                  + "; --class-path adds the jars of another")
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("must name a file that can be read");
    }
  }

  private static Path file(String verticleName) {
    return Path.of(VerticleFactory.removePrefix(verticleName));
  }

  private static ScriptEngine engine(Path file, ClassLoader classLoader) {
    String name = file.getFileName().toString();
    return new ScriptEngineManager(classLoader)
        .getEngineByExtension(name.substring(name.lastIndexOf('.') + 1));
  }

  private static String known(ClassLoader classLoader) {
    TreeSet<String> extensions = new TreeSet<>();
    new ScriptEngineManager(classLoader)
        .getEngineFactories()
        .forEach(factory -> extensions.addAll(factory.getExtensions()));
    return extensions.isEmpty() ? "none" : String.join(", ", extensions);
  }
}

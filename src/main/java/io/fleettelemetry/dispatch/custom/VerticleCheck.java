package io.fleettelemetry.dispatch.custom;

import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.RefusedConfigException;
import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import io.vertx.core.spi.VerticleFactory;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a verticle is there, as far as that can be told without deploying it. */
final class VerticleCheck {

  private static final String CLASS_PATH = "; --class-path adds jars and directories";
  private static final String JAVA_PREFIX = "java:";
  private static final String JAVA_SOURCE = ".java";

  private VerticleCheck() {}

  /**
   * Looks for a class or a script; what another verticle factory takes is up to that one.
   *
   * @throws RefusedConfigException when it is not there, or is no verticle
   */
  static void check(CustomSettings settings, Vertx vertx, ClassLoader classLoader) {
    String verticle = settings.verticle();
    Optional<String> fault =
        verticle.startsWith(ScriptVerticleFactory.PREFIX + ":")
            ? ScriptVerticleFactory.fault(verticle, classLoader)
            : isClass(verticle, vertx) ? classFault(verticle, classLoader) : Optional.empty();
    fault.ifPresent(
        rule -> {
          Problems problems = new Problems();
          String path = "dispatchers." + settings.name() + ".verticle";
          problems.error(path, '"' + verticle + '"', rule);
          throw new RefusedConfigException(problems.errors());
        });
  }

  /** As Vert.x tells: by a prefix or by what follows the last point, where a factory has that. */
  private static boolean isClass(String verticle, Vertx vertx) {
    if (verticle.endsWith(JAVA_SOURCE)) {
      return false;
    }
    int colon = verticle.indexOf(':');
    String kind =
        colon >= 0
            ? verticle.substring(0, colon)
            : verticle.substring(verticle.lastIndexOf('.') + 1);
    Set<String> kinds =
        vertx.verticleFactories().stream()
            .map(VerticleFactory::prefix)
            .collect(Collectors.toUnmodifiableSet());
    return verticle.startsWith(JAVA_PREFIX) || !kinds.contains(kind);
  }

  private static Optional<String> classFault(String verticle, ClassLoader classLoader) {
    String name =
        verticle.startsWith(JAVA_PREFIX) ? verticle.substring(JAVA_PREFIX.length()) : verticle;
    try {
      Class<?> type = Class.forName(name, false, classLoader);
      return Deployable.class.isAssignableFrom(type)
          ? Optional.empty()
          : Optional.of("is no verticle: the class must extend io.vertx.core.VerticleBase");
    } catch (ClassNotFoundException e) {
      return Optional.of("there is no such class, and no verticle factory for it" + CLASS_PATH);
    } catch (LinkageError e) {
      return Optional.of("the class cannot be loaded: " + e + CLASS_PATH);
    }
  }
}

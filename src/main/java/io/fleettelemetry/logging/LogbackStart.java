package io.fleettelemetry.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Found by Logback when the first logger is asked for: the server's lines from the very first on,
 * without a configuration file to parse.
 */
public final class LogbackStart extends ContextAwareBase implements Configurator {

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    Logging.apply(context, Logging.INITIAL);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}

package io.fleettelemetry.logging;

import io.fleettelemetry.config.LogConfig;
import org.slf4j.LoggerFactory;

/** A process that logs in every way there is, for {@link LoggingIT}. */
final class LoggingProbe {

  private LoggingProbe() {}

  public static void main(String[] arguments) throws InterruptedException {
    LoggerFactory.getLogger(LoggingProbe.class).atInfo().log("before_configuration");
    Logging.configure(new LogConfig(LogConfig.Level.DEBUG, true));
    LoggerFactory.getLogger(LoggingProbe.class)
        .atDebug()
        .addKeyValue("data", new RawJson("{\"a\":1}"))
        .log("after_configuration");
    LoggerFactory.getLogger("io.netty.Noisy").info("not to be seen");
    java.util.logging.Logger.getLogger("com.example.Jul")
        .log(java.util.logging.Level.WARNING, "said by {0}", "jul");
    Thread failing =
        new Thread(
            () -> {
              throw new IllegalStateException("nobody caught this");
            },
            "failing");
    failing.start();
    failing.join();
  }
}

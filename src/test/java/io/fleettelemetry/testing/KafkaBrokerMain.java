package io.fleettelemetry.testing;

import java.io.IOException;

/** The broker's main class: Kafka's own, but it ends when the JVM that started it is gone. */
final class KafkaBrokerMain {

  private KafkaBrokerMain() {}

  /**
   * Runs a broker.
   *
   * @param args the file with the broker's properties
   */
  public static void main(String[] args) {
    Thread watch = new Thread(KafkaBrokerMain::endWithParent, "parent-watch");
    watch.setDaemon(true);
    watch.start();
    kafka.Kafka.main(args);
  }

  /** The parent never writes: the pipe's end is the parent's. */
  private static void endWithParent() {
    try {
      System.in.read();
    } catch (IOException e) {
      // As good as the end.
    }
    Runtime.getRuntime().halt(1);
  }
}

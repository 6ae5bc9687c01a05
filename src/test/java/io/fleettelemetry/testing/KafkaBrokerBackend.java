package io.fleettelemetry.testing;

import java.util.List;
import java.util.Properties;

/**
 * What a broker runs in. Its storage is empty at first; then it, the settings and the ports stay
 * the same from start to start. Used by one thread at a time.
 */
interface KafkaBrokerBackend extends AutoCloseable {

  /** The address that the listeners for clients bind; clients connect to 127.0.0.1. */
  String listenAddress();

  /** The broker's {@code log.dirs}. */
  String dataDirectory();

  /**
   * Gets ready for the first start; called once.
   *
   * @param settings the broker's properties
   * @param ports those of the listeners for clients, which have to be the same ports of 127.0.0.1
   * @throws IllegalStateException when this machine lacks what the backend needs; the message says
   *     what
   */
  void prepare(Properties settings, List<Integer> ports);

  /** Starts the broker, which does not run; returns before it answers. */
  void start();

  boolean isRunning();

  /** Ends it as SIGKILL does and waits until it is gone; nothing when it does not run. */
  void kill();

  /** Ends it in order, and as {@link #kill} when that takes too long. */
  void stop();

  /** Holds it still, as SIGSTOP does. */
  void pause();

  /** Lets it go on after {@link #pause}. */
  void resume();

  /** What it wrote to its output in all its runs, or why that cannot be had. */
  String log();

  /** Ends it and removes its storage. */
  @Override
  void close();
}

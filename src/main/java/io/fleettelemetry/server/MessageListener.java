package io.fleettelemetry.server;

/** What a {@link MessageReader} finds on a socket. Called on the socket's event loop. */
interface MessageListener {

  /** Hears nothing; for a connection that is closed as soon as it is open. */
  MessageListener DEAF =
      new MessageListener() {
        @Override
        public void message(byte[] buffer, int length) {}

        @Override
        public void oversizedMessage(long length) {}

        @Override
        public void ping(byte[] payload) {}

        @Override
        public void violation(int closeCode, String reason) {}

        @Override
        public void failed(Throwable fault) {}

        @Override
        public void closeReceived() {}

        @Override
        public void readComplete() {}

        @Override
        public void writabilityChanged(boolean writable) {}
      };

  /**
   * A whole binary message.
   *
   * @param buffer holds it from 0 on; only valid during the call
   */
  void message(byte[] buffer, int length);

  /** A binary message that is too long to be kept, and was skipped. */
  void oversizedMessage(long length);

  /** A ping that can be answered: the socket takes data. */
  void ping(byte[] payload);

  /**
   * The vehicle broke a rule that ends the connection; nothing more is read.
   *
   * @param closeCode of RFC 6455, 7.4.1
   */
  void violation(int closeCode, String reason);

  /** The server could not handle what came, by a fault of its own; nothing more is read. */
  void failed(Throwable fault);

  /** The vehicle said that it closes the connection; no message comes any more. */
  void closeReceived();

  /** All that was there has been read; answers can leave together. */
  void readComplete();

  /** The socket takes more, or does not. */
  void writabilityChanged(boolean writable);
}

package io.fleettelemetry.simulator;

import java.util.concurrent.atomic.LongAdder;

/** What a sink counts. Thread-safe. */
final class SinkMeters {
  final LongAdder connected = new LongAdder();
  final LongAdder records = new LongAdder();
  final LongAdder others = new LongAdder();
}

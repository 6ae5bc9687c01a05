package io.fleettelemetry.logging;

import java.time.Instant;
import java.util.Map;

/**
 * What was logged, for whoever takes events instead of lines. Immutable.
 *
 * @param time when
 * @param level {@code trace}, {@code debug}, {@code info}, {@code warning} or {@code error}
 * @param name the line's {@code msg}, such as {@code record_payload}
 * @param fields as a line would have them, sorted by name; JSON is {@link RawJson}
 */
public record LogEvent(Instant time, String level, String name, Map<String, Object> fields) {}

package io.fleettelemetry.dispatch.redis;

import io.fleettelemetry.config.Section;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the dispatcher is made with.
 *
 * @param target the servers
 * @param mode what a record becomes
 * @param publishTimeout how long a record may take, more than zero
 * @param startTimeout how long a start waits for the servers, more than zero
 */
public record RedisSettings(
    RedisTarget target, Mode mode, Duration publishTimeout, Duration startTimeout) {

  private static final Duration DEFAULT_PUBLISH_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(10);
  private static final long DEFAULT_STREAM_MAXLEN = 100_000;
  private static final String PREFIX = "subscriber_set_prefix";
  private static final String VIN_TOPICS = "publish_vin_topics";
  private static final String MAXLEN = "stream_maxlen";

  /** What a record becomes. */
  public sealed interface Mode {

    /**
     * Messages to subscribers. One of both is there.
     *
     * @param subscriberSetPrefix of the sorted sets whose members are channels
     * @param vinTopics whether each vehicle has a channel of its own
     */
    record PubSub(Optional<String> subscriberSetPrefix, boolean vinTopics) implements Mode {}

    /**
     * Entries of streams.
     *
     * @param maxlen how many a stream keeps at least; 0 for all
     * @param vinTopics whether each vehicle has a stream of its own
     */
    record Stream(long maxlen, boolean vinTopics) implements Mode {}
  }

  /** Reads the section {@code redis}. */
  public static RedisSettings read(Section section) {
    return new RedisSettings(
        RedisTargetReader.read(section),
        mode(section),
        publishTimeout(section),
        section.duration("start_timeout_s", ChronoUnit.SECONDS, 1, DEFAULT_START_TIMEOUT));
  }

  private static Mode mode(Section section) {
    boolean vinTopics = section.bool(VIN_TOPICS, false);
    Optional<String> prefix = section.string(PREFIX).filter(text -> !text.isEmpty());
    Map<String, Boolean> modes = new LinkedHashMap<>();
    modes.put("pubsub", false);
    modes.put("stream", true);
    if (section.choice("mode", modes, false)) {
      if (prefix.isPresent()) {
        section.error(PREFIX, "cannot be used with mode stream, which has no subscribers");
      }
      long maxlen = section.wholeNumber(MAXLEN, 0, Long.MAX_VALUE, DEFAULT_STREAM_MAXLEN);
      return new Mode.Stream(maxlen, vinTopics);
    }
    section.withoutEffect(MAXLEN);
    if (prefix.isEmpty() && !vinTopics) {
      section.error(VIN_TOPICS, "must be true, or " + PREFIX + " set: nobody would get a record");
    }
    return new Mode.PubSub(prefix, vinTopics);
  }

  private static Duration publishTimeout(Section section) {
    Duration timeout = section.durationText("publish_timeout").orElse(Duration.ZERO);
    if (timeout.isNegative()) {
      section.error("publish_timeout", "must be more than 0");
    }
    return timeout.isZero() ? DEFAULT_PUBLISH_TIMEOUT : timeout;
  }
}

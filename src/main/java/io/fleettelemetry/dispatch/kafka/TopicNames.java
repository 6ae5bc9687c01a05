package io.fleettelemetry.dispatch.kafka;

import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.RefusedConfigException;
import io.fleettelemetry.dispatch.DispatcherContext;
import java.util.regex.Pattern;

/** What Kafka takes as a topic's name. A broker refuses every record of any other one for good. */
final class TopicNames {

  private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  private TopicNames() {}

  /**
   * Checks the topics of all record types that are routed here.
   *
   * @throws RefusedConfigException when Kafka would never take one of them
   */
  static void check(DispatcherContext context) {
    Problems problems = new Problems();
    for (String type : context.recordTypes()) {
      String topic = context.topic(type);
      if (!VALID.matcher(topic).matches()) {
        problems.error(
            "records." + type,
            "",
            "makes the topic "
                + topic
                + ": kafka takes letters, digits, '.', '_' and '-' in a topic, 249 at most");
      }
    }
    if (problems.hasErrors()) {
      throw new RefusedConfigException(problems.errors());
    }
  }
}

package io.fleettelemetry.dispatch.custom;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds addresses that nobody consumes. The event bus tells that only to who sends something: so a
 * question is sent, which is answered on the consumer's behalf just before that would get it.
 */
final class ConsumerCheck {

  /** A header that no record has. */
  private static final String QUESTION = "fleet-telemetry-is-there-a-consumer";

  private ConsumerCheck() {}

  /**
   * Asks at each address.
   *
   * @param limit how long a consumer's thread may be busy with something else
   * @return succeeds with those that nobody consumes on this node, or whose consumer is paused or
   *     blocked; never fails. Completes on any thread.
   */
  static Future<List<String>> check(Vertx vertx, List<String> addresses, Duration limit) {
    EventBus bus = vertx.eventBus();
    Handler<DeliveryContext<Object>> answer = ConsumerCheck::answer;
    bus.addInboundInterceptor(answer);
    DeliveryOptions question =
        new DeliveryOptions()
            .setLocalOnly(true)
            .setSendTimeout(limit.toMillis())
            .addHeader(QUESTION, "");
    List<Future<Message<Object>>> asked =
        addresses.stream().map(address -> bus.request(address, null, question)).toList();
    return Future.join(asked)
        .transform(
            answered -> {
              bus.removeInboundInterceptor(answer);
              return Future.succeededFuture(unanswered(addresses, asked));
            });
  }

  private static void answer(DeliveryContext<Object> delivery) {
    Message<Object> message = delivery.message();
    if (message.headers().contains(QUESTION)) {
      message.reply(null);
    } else {
      delivery.next();
    }
  }

  private static List<String> unanswered(
      List<String> addresses, List<Future<Message<Object>>> asked) {
    return IntStream.range(0, asked.size())
        .filter(i -> asked.get(i).failed())
        .mapToObj(addresses::get)
        .toList();
  }
}

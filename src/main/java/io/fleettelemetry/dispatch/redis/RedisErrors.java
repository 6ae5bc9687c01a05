package io.fleettelemetry.dispatch.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.netty.handler.ssl.NotSslRecordException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.SSLHandshakeException;

/** What Redis's and Lettuce's errors mean for a record, and for a start. */
final class RedisErrors {

  /** What to do after an error. */
  enum Meaning {
    /** Another server has the slot: find it and send the record there. */
    MOVED,
    /** The connection is of no use any more: open another and send the record there. */
    RECONNECT,
    /** Not now; also what we do not know. */
    FAILED,
    /** This record never. */
    REFUSED
  }

  /** What a server says when it will take records later. */
  private static final Set<String> PASSING =
      Set.of("LOADING", "MASTERDOWN", "CLUSTERDOWN", "BUSY", "TRYAGAIN", "OOM", "MISCONF");

  private static final String NOPERM = "NOPERM";

  /** How scripts say NOPERM. */
  private static final String SCRIPT_MAY_NOT = "ERR The user executing the script can't ";

  private static final String TOO_MANY_CLIENTS = "ERR max number of clients";

  private RedisErrors() {}

  static Meaning meaning(Throwable error) {
    if (!(error instanceof RedisCommandExecutionException)) {
      return Meaning.RECONNECT;
    }
    return switch (kind(error)) {
      case "MOVED", "ASK" -> Meaning.MOVED;
      case "READONLY" -> Meaning.RECONNECT;
      case NOPERM, "WRONGTYPE" -> Meaning.REFUSED;
      default -> Meaning.FAILED;
    };
  }

  /** What is counted together: Redis's word for an error, or the exception's name. */
  static String kind(Throwable error) {
    if (error instanceof RedisCommandExecutionException) {
      String message = message(error);
      return message.startsWith(SCRIPT_MAY_NOT) ? NOPERM : message.split(" ", 2)[0];
    }
    return error.getClass().getSimpleName();
  }

  /** The reason at the bottom of a failed attempt to connect, in a few words. */
  static String reason(Throwable error) {
    return find(error, RedisErrors::isAnswer)
        .or(() -> find(error, e -> e.getCause() == null && e.getSuppressed().length == 0))
        .map(RedisErrors::message)
        .orElseGet(() -> message(error));
  }

  /** Whether a server refuses us, so that trying again is of no use. */
  static boolean isRefusal(Throwable error) {
    return find(
            error,
            e ->
                e instanceof SSLHandshakeException
                    || e instanceof NotSslRecordException
                    || (isAnswer(e) && !isPassing(e)))
        .isPresent();
  }

  private static boolean isAnswer(Throwable error) {
    return error instanceof RedisCommandExecutionException;
  }

  private static boolean isPassing(Throwable error) {
    return PASSING.contains(kind(error)) || message(error).startsWith(TOO_MANY_CLIENTS);
  }

  private static String message(Throwable error) {
    String message = error.getMessage();
    return message == null || message.isBlank() ? error.getClass().getSimpleName() : message;
  }

  /** The first that fits of an error, its causes and what it suppressed. */
  private static Optional<Throwable> find(Throwable error, Predicate<Throwable> wanted) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Throwable> next = new ArrayDeque<>();
    next.add(error);
    while (!next.isEmpty()) {
      Throwable one = next.removeFirst();
      if (!seen.add(one)) {
        continue;
      }
      if (wanted.test(one)) {
        return Optional.of(one);
      }
      if (one.getCause() != null) {
        next.addLast(one.getCause());
      }
      next.addAll(List.of(one.getSuppressed()));
    }
    return Optional.empty();
  }
}

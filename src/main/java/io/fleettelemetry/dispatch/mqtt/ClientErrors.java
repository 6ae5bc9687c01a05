package io.fleettelemetry.dispatch.mqtt;

import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.exceptions.ConnectionFailedException;
import com.hivemq.client.mqtt.exceptions.MqttClientStateException;
import com.hivemq.client.mqtt.exceptions.MqttEncodeException;
import com.hivemq.client.mqtt.exceptions.MqttSessionExpiredException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.message.connect.connack.Mqtt3ConnAckReturnCode;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubRecException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.pubrec.Mqtt5PubRecReasonCode;
import java.util.Set;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;

/**
 * What the client's errors mean for a message and for the connection: the one place that says so.
 */
final class ClientErrors {

  /** Trying again does not help: it is the settings that the broker does not like. */
  private static final Set<Mqtt3ConnAckReturnCode> FINAL_CODES =
      Set.of(
          Mqtt3ConnAckReturnCode.UNSUPPORTED_PROTOCOL_VERSION,
          Mqtt3ConnAckReturnCode.IDENTIFIER_REJECTED,
          Mqtt3ConnAckReturnCode.BAD_USER_NAME_OR_PASSWORD,
          Mqtt3ConnAckReturnCode.NOT_AUTHORIZED);

  private static final Set<Mqtt5ConnAckReasonCode> FINAL_REASONS =
      Set.of(
          Mqtt5ConnAckReasonCode.UNSUPPORTED_PROTOCOL_VERSION,
          Mqtt5ConnAckReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
          Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD,
          Mqtt5ConnAckReasonCode.NOT_AUTHORIZED,
          Mqtt5ConnAckReasonCode.BANNED,
          Mqtt5ConnAckReasonCode.BAD_AUTHENTICATION_METHOD,
          Mqtt5ConnAckReasonCode.RETAIN_NOT_SUPPORTED,
          Mqtt5ConnAckReasonCode.QOS_NOT_SUPPORTED);

  private static final Set<Mqtt5PubAckReasonCode> REFUSED_AT_LEAST_ONCE =
      Set.of(
          Mqtt5PubAckReasonCode.NOT_AUTHORIZED,
          Mqtt5PubAckReasonCode.TOPIC_NAME_INVALID,
          Mqtt5PubAckReasonCode.PAYLOAD_FORMAT_INVALID);

  private static final Set<Mqtt5PubRecReasonCode> REFUSED_EXACTLY_ONCE =
      Set.of(
          Mqtt5PubRecReasonCode.NOT_AUTHORIZED,
          Mqtt5PubRecReasonCode.TOPIC_NAME_INVALID,
          Mqtt5PubRecReasonCode.PAYLOAD_FORMAT_INVALID);

  private ClientErrors() {}

  /** What became of a message that failed with this. */
  static Reply reply(Throwable failure) {
    Throwable error = cause(failure);
    if (error instanceof ConnectionClosedException
        || error instanceof MqttSessionExpiredException
        || error instanceof MqttClientStateException
        || error instanceof Mqtt5DisconnectException) {
      return new Reply.Lost();
    }
    if (error instanceof Mqtt5PubAckException ack) {
      Mqtt5PubAckReasonCode code = ack.getMqttMessage().getReasonCode();
      return refusal(REFUSED_AT_LEAST_ONCE.contains(code), "the broker answers " + code);
    }
    if (error instanceof Mqtt5PubRecException rec) {
      Mqtt5PubRecReasonCode code = rec.getMqttMessage().getReasonCode();
      return refusal(REFUSED_EXACTLY_ONCE.contains(code), "the broker answers " + code);
    }
    // Larger than the broker takes, or no topic: the client does not send it.
    boolean forGood =
        error instanceof MqttEncodeException || error instanceof IllegalArgumentException;
    return refusal(forGood, text(error));
  }

  private static Reply refusal(boolean forGood, String reason) {
    return forGood ? new Reply.Refused(reason) : new Reply.NotNow(reason);
  }

  /** Whether the broker refuses who we are, or what we want. */
  static boolean isRefusal(Throwable failure) {
    Throwable error = cause(failure);
    return (error instanceof Mqtt3ConnAckException ack3
            && FINAL_CODES.contains(ack3.getMqttMessage().getReturnCode()))
        || (error instanceof Mqtt5ConnAckException ack5
            && FINAL_REASONS.contains(ack5.getMqttMessage().getReasonCode()));
  }

  /** Whether another client has connected with our identifier. */
  static boolean isTakenOver(Throwable failure) {
    return cause(failure) instanceof Mqtt5DisconnectException end
        && end.getMqttMessage().getReasonCode() == Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER;
  }

  /** For an operator. */
  static String text(Throwable failure) {
    Throwable error = cause(failure);
    if (error instanceof Mqtt3ConnAckException ack) {
      return "the broker answers " + ack.getMqttMessage().getReturnCode();
    }
    if (error instanceof Mqtt5ConnAckException ack) {
      return "the broker answers " + ack.getMqttMessage().getReasonCode();
    }
    if (error instanceof ConnectionFailedException && error.getCause() != null) {
      return String.valueOf(withoutEngine(error.getCause()).getMessage());
    }
    return error.getMessage() == null ? error.toString() : error.getMessage();
  }

  /** The TLS engine only says that there was a problem, and what it was is beneath. */
  private static Throwable withoutEngine(Throwable error) {
    Throwable reason = error;
    while (reason instanceof SSLException && reason.getCause() != null) {
      reason = reason.getCause();
    }
    return reason;
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}

package io.fleettelemetry.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class KafkaBrokerIT {

  @Test
  void keepsItsAddressAndItsTopicsWhenItIsKilledAndStartedAgain() throws Exception {
    KafkaBroker broker = KafkaBroker.shared();
    String address = broker.bootstrapServers();
    broker.createTopic("kept", 3);
    broker.kill();
    broker.start();
    assertEquals(address, broker.bootstrapServers());
    try (Admin admin = broker.admin()) {
      Set<String> topics = admin.listTopics().names().get();
      assertTrue(topics.contains("kept"), topics::toString);
    }
  }
}

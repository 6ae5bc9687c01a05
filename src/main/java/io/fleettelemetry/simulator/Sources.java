package io.fleettelemetry.simulator;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From which local addresses a fleet connects. One address has ports for some 28,000 connections to
 * one server; on loopback there is an address for any number of them. Immutable.
 */
final class Sources {

  private static final int VEHICLES_OF_ONE = 25_000;

  private final List<InetAddress> addresses;

  private Sources(List<InetAddress> addresses) {
    this.addresses = addresses;
  }

  /** Those given, or what a fleet of so many needs to reach this server. */
  static Sources of(List<InetAddress> given, InetAddress server, int vehicles) {
    boolean manyOnLoopback =
        given.isEmpty()
            && vehicles > VEHICLES_OF_ONE
            && server.isLoopbackAddress()
            && server.getAddress().length == 4;
    return new Sources(manyOnLoopback ? loopback(vehicles) : given);
  }

  private static List<InetAddress> loopback(int vehicles) {
    List<InetAddress> addresses = new ArrayList<>();
    for (int i = 0; i * VEHICLES_OF_ONE < vehicles; i++) {
      try {
        addresses.add(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (i + 1)}));
      } catch (UnknownHostException e) {
        throw new IllegalStateException(e);
      }
    }
    return addresses;
  }

  /** Where the vehicle of this number connects from; empty for the system's choice. */
  Optional<InetSocketAddress> of(int vehicle) {
    return addresses.isEmpty()
        ? Optional.empty()
        : Optional.of(new InetSocketAddress(addresses.get(vehicle % addresses.size()), 0));
  }
}

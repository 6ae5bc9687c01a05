package io.fleettelemetry.cli;

import io.fleettelemetry.simulator.FleetSettings.Delivery.Acks;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads which record an ack is for: {@code by-txid} or {@code in-order}. */
final class AcksConverter implements ITypeConverter<Acks> {

  @Override
  public Acks convert(String text) {
    for (Acks acks : Acks.values()) {
      if (text.equals(acks.name().toLowerCase(Locale.ROOT).replace('_', '-'))) {
        return acks;
      }
    }
    throw new TypeConversionException(text + " — must be by-txid or in-order");
  }
}

package io.fleettelemetry.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which devices may connect, of those whose certificate is good. Where neither of the first two is
 * given, any may; together they name the union. A denied one may never.
 *
 * @param allowedVins device ids; empty where the file does not say
 * @param allowedVinsFile text, a device id a line
 * @param deniedVinsFile text, a device id a line
 */
public record AccessConfig(
    Set<String> allowedVins, Optional<Path> allowedVinsFile, Optional<Path> deniedVinsFile) {

  static AccessConfig read(Section root) {
    Optional<List<String>> vins = root.stringsIfGiven("allowed_vins");
    if (vins.filter(list -> list.isEmpty() || list.stream().anyMatch(String::isBlank))
        .isPresent()) {
      root.error(
          "allowed_vins",
          "must be a list of at least one VIN, none of them blank; without it any vehicle may"
              + " connect");
    }
    return new AccessConfig(
        Collections.unmodifiableSet(new LinkedHashSet<>(vins.orElse(List.of()))),
        root.file("allowed_vins_file"),
        root.file("denied_vins_file"));
  }
}

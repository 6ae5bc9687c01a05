package io.fleettelemetry.cli;

import picocli.CommandLine.IVersionProvider;

/** The version as the jar's manifest has it. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "fleet-telemetry %s (Java %s)"
          .formatted(version == null ? "not packaged" : version, Runtime.version())
    };
  }
}

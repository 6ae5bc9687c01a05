package io.fleettelemetry.config;

/** Reads one section into its immutable record. */
@FunctionalInterface
public interface SettingsReader<S> {

  /**
   * The section with dispatchers of the operator's own; among readers by name the one that reads
   * each of its entries.
   */
  String CUSTOM = "dispatchers";

  /**
   * Reads and validates; every problem goes to the section, none is thrown.
   *
   * @param section the section, empty when the file has none
   * @return the settings; ignored when there was a problem
   */
  S read(Section section);
}

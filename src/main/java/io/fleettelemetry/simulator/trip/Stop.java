package io.fleettelemetry.simulator.trip;

/** What a vehicle stops for. */
enum Stop {
  NONE(""),
  LIGHT(""),
  SHOPS("State Street Market, Los Altos"),
  CHARGER("Supercharger, Mountain View"),
  HOME("Home");

  private final String title;

  Stop(String title) {
    this.title = title;
  }

  /** As navigation names it; empty where nobody navigates to. */
  String title() {
    return title;
  }

  /** Whether vehicles park here. */
  boolean isParking() {
    return !title.isEmpty();
  }
}

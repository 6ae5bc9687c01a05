package io.fleettelemetry.config;

/** An object of the configuration file. */
public final class Section {}

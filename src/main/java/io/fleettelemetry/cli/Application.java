package io.fleettelemetry.cli;

import io.fleettelemetry.config.SettingsReader;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What the commands work with.
 *
 * @param dispatchers what reads the settings of each dispatcher of this version, by name
 * @param logging takes the configuration of logs over, before the first line
 * @param server starts the server
 * @param stopRequest completes when the process is asked to end
 */
public record Application(
    Map<String, SettingsReader<?>> dispatchers,
    LogSetup logging,
    ServerStarter server,
    CompletableFuture<Void> stopRequest) {}

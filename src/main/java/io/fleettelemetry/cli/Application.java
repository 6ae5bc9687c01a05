package io.fleettelemetry.cli;

import io.fleettelemetry.config.ConfigCheck;
import io.fleettelemetry.config.SettingsReader;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What the commands work with.
 *
 * @param dispatchers what reads the settings of each dispatcher of this version, by name
 * @param check finds what the server would refuse of a configuration that could be read
 * @param logging takes the configuration of logs over, before the first line
 * @param server starts the server
 * @param stopRequest completes when the process is asked to end
 */
public record Application(
    Map<String, SettingsReader<?>> dispatchers,
    ConfigCheck check,
    LogSetup logging,
    ServerStarter server,
    CompletableFuture<Void> stopRequest) {}

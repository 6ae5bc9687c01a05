package io.fleettelemetry.cli;

import io.fleettelemetry.config.LogConfig;
import io.fleettelemetry.config.SettingsReader;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the commands work with.
 *
 * @param dispatchers what reads the settings of each dispatcher of this version, by name
 * @param logging takes the configuration of logs over, before the first line
 * @param vertx makes the instance that the server runs in; the command that asked for it closes it
 * @param server starts the server
 * @param stopRequest completes when the process is asked to end
 */
public record Application(
    Map<String, SettingsReader<?>> dispatchers,
    Consumer<LogConfig> logging,
    Supplier<Vertx> vertx,
    ServerStarter server,
    CompletableFuture<Void> stopRequest) {}

package io.fleettelemetry.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where a configuration comes from, so that it can be read again while the server runs.
 *
 * @param file that is read; absent where the configuration itself cannot change, which the files
 *     that it names still can
 * @param reading reads it with everything that it refers to, and gives the configuration or all
 *     that is wrong with it. Blocks; used on one thread after the other
 */
public record ConfigSource(Optional<Path> file, Supplier<Loading> reading) {}

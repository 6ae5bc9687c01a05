package io.fleettelemetry.dispatch.file;

import java.nio.file.Path;

/**
 * A file of records as it was found on disk. It may grow, be compressed or be deleted at any time
 * by the server that writes to the store.
 *
 * @param name tells when it was begun; the same before and after it is compressed
 * @param path where it is
 * @param compressed whether it is a Zstandard stream of lines, else it is the lines themselves
 */
public record StoredFile(FileName name, Path path, boolean compressed) {}

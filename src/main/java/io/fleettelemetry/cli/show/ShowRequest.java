package io.fleettelemetry.cli.show;

import io.fleettelemetry.dispatch.file.RecordFilter;
import java.nio.file.Path;
import java.time.ZoneId;

/**
 * What is to be shown, and how.
 *
 * @param store the directory
 * @param filter which records
 * @param fields which signals of them
 * @param last only the last so many of the records that are there, at least 1; 0 for all
 * @param follow whether to go on with records that come
 * @param format the form
 * @param width columns of the terminal, which a table is cut to; 0 where it is none
 * @param zone of the times in a table
 * @param toFile whether the output goes to a file, not to a terminal or another program
 */
public record ShowRequest(
    Path store,
    RecordFilter filter,
    SignalFields fields,
    int last,
    boolean follow,
    OutputFormat format,
    int width,
    ZoneId zone,
    boolean toFile) {}

package io.fleettelemetry.cli.show;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fleettelemetry.dispatch.file.StoredRecord;
import io.fleettelemetry.telemetry.RecordType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What a record says: signals and their values, alerts and when they were, errors and their texts,
 * a connection's status and network, why a dead letter is one; of other content how many bytes it
 * has. Immutable.
 */
final class RecordRows {

  private final SignalFields fields;
  private final Notation notation;
  private final ValueText values;

  RecordRows(SignalFields fields, Notation notation) {
    this.fields = fields;
    this.notation = notation;
    this.values = new ValueText(notation);
  }

  /** The rows of a record; at least one, unless the record has none of the fields. */
  List<Row> of(StoredRecord record) throws IOException {
    List<Row> rows = new ArrayList<>();
    if (record.hasData()) {
      try (JsonParser data = record.data()) {
        add(RecordType.of(record.type()), data, rows);
      }
    }
    if (rows.isEmpty() && fields.all()) {
      rows.add(new Row("", record.hasData() ? "" : "%d bytes".formatted(record.binarySize())));
    }
    return rows;
  }

  private void add(RecordType type, JsonParser data, List<Row> rows) throws IOException {
    if (type.equals(RecordType.V)) {
      addEach(data, "data", this::addSignal, rows);
    } else if (type.equals(RecordType.ALERTS)) {
      addEach(data, "alerts", this::addAlert, rows);
    } else if (type.equals(RecordType.ERRORS)) {
      addEach(data, "errors", RecordRows::addError, rows);
    } else if (type.equals(RecordType.CONNECTIVITY)) {
      data.nextToken();
      addConnectivity(data, rows);
    } else if (type.equals(RecordType.DEAD_LETTER)) {
      data.nextToken();
      addDeadLetter(data, rows);
    }
  }

  /** Reads the object that the parser is at, to its end, and adds what it says. */
  private interface Reading {
    void read(JsonParser object, List<Row> rows) throws IOException;
  }

  private static void addEach(JsonParser data, String list, Reading reading, List<Row> rows)
      throws IOException {
    boolean more = JsonWalk.enterList(data, list);
    while (more && data.nextToken() != JsonToken.END_ARRAY) {
      if (data.currentToken() == JsonToken.START_OBJECT) {
        reading.read(data, rows);
      } else {
        data.skipChildren();
      }
    }
  }

  private void addSignal(JsonParser datum, List<Row> rows) throws IOException {
    String key = "";
    String value = ValueText.NONE;
    String name;
    while ((name = datum.nextFieldName()) != null) {
      datum.nextToken();
      if (name.equals("key")) {
        key = datum.getText();
        datum.skipChildren();
      } else if (name.equals("value")) {
        value = values.of(datum);
      } else {
        datum.skipChildren();
      }
    }
    if (fields.contains(key)) {
      rows.add(new Row(key, value));
    }
  }

  private void addAlert(JsonParser alert, List<Row> rows) throws IOException {
    Map<String, String> parts = JsonWalk.members(alert);
    StringJoiner when = new StringJoiner(", ");
    if (parts.containsKey("startedAt")) {
      when.add("started " + notation.moment(parts.get("startedAt")));
    }
    if (parts.containsKey("endedAt")) {
      when.add("ended " + notation.moment(parts.get("endedAt")));
    }
    rows.add(new Row(parts.getOrDefault("name", ""), when.toString()));
  }

  private static void addError(JsonParser error, List<Row> rows) throws IOException {
    Map<String, String> parts = JsonWalk.members(error);
    rows.add(new Row(parts.getOrDefault("name", ""), parts.getOrDefault("body", "")));
  }

  private static void addDeadLetter(JsonParser letter, List<Row> rows) throws IOException {
    Map<String, String> parts = JsonWalk.members(letter);
    StringBuilder why = new StringBuilder(parts.getOrDefault("reason", ""));
    if (parts.containsKey("dispatcher")) {
      why.append(" by ").append(parts.get("dispatcher"));
    }
    if (parts.containsKey("error")) {
      why.append(": ").append(parts.get("error"));
    }
    rows.add(new Row(parts.getOrDefault("record_type", ""), why.toString()));
  }

  private static void addConnectivity(JsonParser event, List<Row> rows) throws IOException {
    Map<String, String> parts = JsonWalk.members(event);
    rows.add(new Row(parts.getOrDefault("status", ""), parts.getOrDefault("networkInterface", "")));
  }
}

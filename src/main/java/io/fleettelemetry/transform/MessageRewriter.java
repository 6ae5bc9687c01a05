package io.fleettelemetry.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a valid message anew whose fields are in any order: known fields in the order of their
 * numbers, then the unknown ones as they came. Of a field given several times the last one counts;
 * single messages given several times are one, made of all their parts. It takes a pass over the
 * message for each known field, which are few.
 */
final class MessageRewriter {
  private final byte[] source;
  private final RecordEdits edits;
  private final WireReader reader;
  private final Splice out;
  private final MessageCopier copier;

  MessageRewriter(byte[] source, RecordEdits edits, Splice out, MessageCopier copier) {
    this.source = source;
    this.edits = edits;
    this.reader = new WireReader(source);
    this.out = out;
    this.copier = copier;
  }

  /**
   * Writes a message.
   *
   * @param parts its bytes, which may be in several places
   */
  void rewrite(MessageSchema schema, Ranges parts) {
    FieldSchema vin = edits.vinFieldOf(schema);
    FieldSchema member = schema.hasOneof() ? lastMember(schema, parts) : null;
    for (FieldSchema field : schema.fields()) {
      if (field == vin) {
        out.write(edits.vin());
      } else if (field.presence() != FieldSchema.Presence.ONEOF_MEMBER || field == member) {
        field(field, find(schema, field, parts));
      }
    }
    unknown(schema, parts);
  }

  /** The member that was given last, which undoes the others; null when there is none. */
  private FieldSchema lastMember(MessageSchema schema, Ranges parts) {
    FieldSchema last = null;
    for (int i = 0; i < parts.count(); i++) {
      reader.move(parts.from(i), parts.to(i));
      while (reader.next()) {
        FieldSchema field = schema.fieldAt(reader);
        if (isMember(field)) {
          last = field;
        }
      }
    }
    return last;
  }

  /** Where the values of a field are; of a oneof's member those after any other member. */
  private Ranges find(MessageSchema schema, FieldSchema wanted, Ranges parts) {
    Ranges found = new Ranges();
    for (int i = 0; i < parts.count(); i++) {
      reader.move(parts.from(i), parts.to(i));
      while (reader.next()) {
        FieldSchema field = schema.fieldAt(reader);
        if (field == wanted) {
          found.add(reader.valueStart(), reader.valueEnd());
        } else if (isMember(wanted) && isMember(field)) {
          found.clear();
        }
      }
    }
    return found;
  }

  private static boolean isMember(FieldSchema field) {
    return field != null && field.presence() == FieldSchema.Presence.ONEOF_MEMBER;
  }

  private void field(FieldSchema field, Ranges values) {
    if (values.count() == 0) {
      if (field.presence() == FieldSchema.Presence.ENTRY_PART) {
        out.writeTag(field.number(), field.kind().wireType);
        out.writeVarint(0);
      }
      return;
    }
    switch (field.presence()) {
      case REPEATED -> each(field, values);
      case MAP -> each(field, distinctEntries(field, values));
      case PACKED -> copier.writePacked(field, values);
      default -> single(field, values);
    }
  }

  private void each(FieldSchema field, Ranges values) {
    for (int i = 0; i < values.count(); i++) {
      message(field, Ranges.of(values.from(i), values.to(i)));
    }
  }

  private void single(FieldSchema field, Ranges values) {
    if (field.kind() == FieldSchema.Kind.MESSAGE) {
      message(field, values);
    } else {
      int last = values.count() - 1;
      scalar(field, values.from(last), values.to(last));
    }
  }

  private void scalar(FieldSchema field, int from, int to) {
    reader.reread(field.kind().wireType, from, to);
    long bits = reader.longValue();
    byte[] other = edits.replacement(field, bits, from, to);
    if (other != null) {
      out.write(other);
    } else if (!field.isLeftOut(bits)) {
      field.write(out, bits, from, to);
    }
  }

  private void message(FieldSchema field, Ranges parts) {
    int announced = parts.length();
    out.writeTag(field.number(), WireReader.LENGTH_DELIMITED);
    out.writeVarint(announced);
    int body = out.size();
    edits.begin(field);
    if (parts.count() > 1 || !copier.copyRange(field.message(), parts.from(0), parts.to(0))) {
      out.reset(body, out.pending());
      edits.begin(field);
      rewrite(field.message(), parts);
    }
    out.closeMessage(body, announced);
    edits.end(field);
  }

  /** The entries of a map in the order of their keys, of equal ones the last. */
  private Ranges distinctEntries(FieldSchema map, Ranges entries) {
    List<Entry> sorted = new ArrayList<>(entries.count());
    for (int i = 0; i < entries.count(); i++) {
      sorted.add(entry(map.message(), entries.from(i), entries.to(i)));
    }
    sorted.sort(this::compareKeys);
    Ranges distinct = new Ranges();
    for (int i = 0; i < sorted.size(); i++) {
      Entry entry = sorted.get(i);
      if (i + 1 == sorted.size() || compareKeys(entry, sorted.get(i + 1)) != 0) {
        distinct.add(entry.from, entry.to);
      }
    }
    return distinct;
  }

  private Entry entry(MessageSchema schema, int from, int to) {
    int keyFrom = from;
    int keyTo = from;
    reader.move(from, to);
    while (reader.next()) {
      if (schema.fieldAt(reader) == schema.field(1)) {
        keyFrom = reader.valueStart();
        keyTo = reader.valueEnd();
      }
    }
    return new Entry(from, to, keyFrom, keyTo);
  }

  private int compareKeys(Entry a, Entry b) {
    return Arrays.compareUnsigned(source, a.keyFrom, a.keyTo, source, b.keyFrom, b.keyTo);
  }

  private void unknown(MessageSchema schema, Ranges parts) {
    for (int i = 0; i < parts.count(); i++) {
      reader.move(parts.from(i), parts.to(i));
      while (reader.next()) {
        if (schema.fieldAt(reader) == null) {
          out.writeTag(reader.fieldNumber(), reader.wireType());
          out.writeSource(reader.tagEnd(), reader.valueEnd());
        }
      }
    }
  }

  /** Where an entry of a map is, and its key, which is empty when it has none. */
  private record Entry(int from, int to, int keyFrom, int keyTo) {}
}

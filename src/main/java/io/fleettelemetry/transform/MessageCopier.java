package io.fleettelemetry.transform;

/**
 * Copies a message and checks every byte of it on the way. Where it is canonical (known fields in
 * the order of their numbers, then the unknown ones, nothing twice, nothing that says no more than
 * the default, shortest varints) its bytes are kept in long runs; a single field that is not is
 * written anew, and a message whose fields are out of order goes to the {@link MessageRewriter}.
 */
final class MessageCopier {
  private static final int AFTER_KNOWN = Integer.MAX_VALUE;

  private final byte[] source;
  private final int offset;
  private final int length;
  private final MessageSchema root;
  private final RecordEdits edits;
  private final WireReader reader;
  private final Splice out;
  private MessageRewriter rewriter;

  MessageCopier(byte[] source, int offset, int length, MessageSchema root, RecordEdits edits) {
    this.source = source;
    this.offset = offset;
    this.length = length;
    this.root = root;
    this.edits = edits;
    this.reader = new WireReader(source, offset, length);
    this.out = new Splice(source, offset, length + edits.vin().length);
  }

  /** The record as the server passes it on; null when it is not valid. */
  byte[] copy() {
    edits.begin();
    if (inOrder(root)) {
      out.keepTo(offset + length);
    } else if (mayRewrite()) {
      out.reset(0, offset);
      edits.begin();
      rewriter.rewrite(root, Ranges.of(offset, offset + length));
    }
    return reader.fault() == null ? out.toBytes() : null;
  }

  /**
   * Copies a message whose bytes are in one place.
   *
   * @return false when its fields are out of order, which leaves the output to be reset
   */
  boolean copyRange(MessageSchema schema, int from, int to) {
    reader.move(from, to);
    out.skipTo(from);
    if (!inOrder(schema)) {
      return false;
    }
    out.keepTo(to);
    return true;
  }

  /**
   * Goes through the fields of the message that was entered.
   *
   * @return whether they were all good and in order
   */
  private boolean inOrder(MessageSchema schema) {
    FieldSchema vin = edits.vinFieldOf(schema);
    int last = 0;
    int known = 0;
    while (reader.next()) {
      FieldSchema field = schema.fieldAt(reader);
      int rank = field == null ? AFTER_KNOWN : field.number();
      if (field != null && !field.mayFollow(last)) {
        return false;
      }
      last = rank;
      vin = insert(vin, rank, reader.fieldStart());
      if (field == null) {
        unknown();
      } else if (value(field)) {
        known++;
      } else {
        return false;
      }
    }
    if (reader.fault() != null) {
      return false;
    }
    insert(vin, AFTER_KNOWN, reader.position());
    return !schema.isMapEntry() || known == schema.fields().size();
  }

  /**
   * Writes the VIN where it is missing: before the first field that comes after it.
   *
   * @param vin its field; null where there is none or it was met
   * @return the field while it is still to come
   */
  private FieldSchema insert(FieldSchema vin, int rank, int at) {
    if (vin == null || rank < vin.number()) {
      return vin;
    }
    if (rank > vin.number()) {
      out.replace(at, at, edits.vin());
    }
    return null;
  }

  private boolean value(FieldSchema field) {
    if (field.kind() == FieldSchema.Kind.MESSAGE) {
      return message(field);
    }
    return field.presence() == FieldSchema.Presence.PACKED ? packed(field) : scalar(field);
  }

  /** Stays as it is, but for a tag that was written longer than needed. */
  private void unknown() {
    int start = reader.fieldStart();
    int number = reader.fieldNumber();
    if (reader.tagEnd() - start != Splice.tagSize(number)) {
      out.keepTo(start);
      out.writeTag(number, reader.wireType());
      out.skipTo(reader.tagEnd());
    }
  }

  private boolean scalar(FieldSchema field) {
    int start = reader.fieldStart();
    int from = reader.valueStart();
    int to = reader.valueEnd();
    long bits = reader.longValue();
    if (field.kind() == FieldSchema.Kind.STRING && !Utf8.isValid(source, from, to)) {
      return reader.fail(WireFault.NOT_UTF8);
    }
    byte[] other = edits.replacement(field, bits, from, to);
    if (other != null) {
      out.replace(start, to, other);
    } else if (field.isLeftOut(bits)) {
      out.replace(start, to, RecordEdits.NOTHING);
    } else if (field.normalize(bits) != bits || to - start != field.encodedSize(bits)) {
      out.keepTo(start);
      field.write(out, bits, from, to);
      out.skipTo(to);
    }
    return true;
  }

  private boolean packed(FieldSchema field) {
    int start = reader.fieldStart();
    int from = reader.wireType() == WireReader.VARINT ? reader.tagEnd() : reader.valueStart();
    int to = reader.valueEnd();
    int outer = reader.end();
    boolean normal = true;
    reader.move(from, to);
    int size = 0;
    while (reader.nextPacked()) {
      normal &= field.normalize(reader.longValue()) == reader.longValue();
      size += Splice.varintSize(field.normalize(reader.longValue()));
    }
    if (reader.fault() == null
        && (!normal || size == 0 || to - start != field.lengthDelimitedSize(size))) {
      out.keepTo(start);
      writePacked(field, Ranges.of(from, to));
      out.skipTo(to);
    }
    reader.move(to, outer);
    return reader.fault() == null;
  }

  /** Writes varints, packed before or not, as one packed field; none at all when there is none. */
  void writePacked(FieldSchema field, Ranges values) {
    int length = values.length();
    if (length == 0) {
      return;
    }
    out.writeTag(field.number(), WireReader.LENGTH_DELIMITED);
    out.writeVarint(length);
    int body = out.size();
    for (int i = 0; i < values.count(); i++) {
      reader.move(values.from(i), values.to(i));
      while (reader.nextPacked()) {
        out.writeVarint(field.normalize(reader.longValue()));
      }
    }
    out.closeMessage(body, length);
  }

  private boolean message(FieldSchema field) {
    int start = reader.fieldStart();
    int from = reader.valueStart();
    int to = reader.valueEnd();
    int announced = to - from;
    if (to - start != field.lengthDelimitedSize(announced)) {
      out.keepTo(start);
      out.writeTag(field.number(), WireReader.LENGTH_DELIMITED);
      out.writeVarint(announced);
      out.skipTo(from);
    }
    int size = out.size();
    int pending = out.pending();
    int body = out.target(from);
    int outer = reader.enter();
    edits.begin(field);
    if (!inOrder(field.message())) {
      if (!mayRewrite()) {
        return false;
      }
      out.reset(size, pending);
      out.keepTo(from);
      edits.begin(field);
      rewriter.rewrite(field.message(), Ranges.of(from, to));
      out.skipTo(to);
    }
    if (out.target(to) - body != announced) {
      out.keepTo(to);
      out.closeMessage(body, announced);
    }
    edits.end(field);
    reader.move(to, outer);
    return true;
  }

  /**
   * Whether fields out of order are all that is wrong. All of the record is looked at once, for
   * what is written anew leaves some values out, unread.
   */
  private boolean mayRewrite() {
    if (reader.fault() != null) {
      return false;
    }
    if (rewriter == null) {
      WireFault fault = MessageValidator.fault(source, offset, length, root);
      if (fault != null) {
        return reader.fail(fault);
      }
      rewriter = new MessageRewriter(source, edits, out, this);
    }
    return true;
  }
}

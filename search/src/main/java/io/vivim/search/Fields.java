package io.vivim.search;

import io.vivim.codec.Bytes;
import io.vivim.did.DidKey;
import io.vivim.events.EventId;
import io.vivim.events.Tag;
import io.vivim.events.Timestamp;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;

/**
 * How a document lies in Lucene. Nothing is stored to be read again: what a search gives is ids.
 *
 * <pre>
 *   id                 the digest of the entity's id: term and sorted value
 *   type owner scope   terms
 *   tag                terms: length of the name, colon, name, first value
 *   time               the timestamp's bits with the sign turned, so that it sorts as unsigned
 *   text               the words, with positions
 *   model              term: the embedding's dimension, slash, model
 * embedding          the embedding, of length 1: 4 bytes to a number, little endian
 * signs              its signs: see Signs
 * </pre>
 */
final class Fields {
  static final String ID = "id";
  static final String TYPE = "type";
  static final String OWNER = "owner";
  static final String SCOPE = "scope";
  static final String TAG = "tag";
  static final String TIME = "time";
  static final String TEXT = "text";

  static final String MODEL = "model";
  static final String EMBEDDING = "embedding";
  static final String SIGNS = "signs";

  private Fields() {}

  /** A document as Lucene takes it. */
  static Document document(SearchDocument from) {
    Document to = new Document();
    BytesRef id = bytes(from.entity());
    to.add(new StringField(ID, id, Field.Store.NO));
    to.add(new SortedDocValuesField(ID, id));
    to.add(new StringField(TYPE, from.type(), Field.Store.NO));
    for (DidKey owner : from.owners()) {
      to.add(new StringField(OWNER, owner.toString(), Field.Store.NO));
    }
    to.add(new StringField(SCOPE, from.scope().text(), Field.Store.NO));
    to.add(new LongPoint(TIME, sortable(from.timestamp())));
    to.add(new NumericDocValuesField(TIME, sortable(from.timestamp())));
    for (Tag tag : from.tags()) {
      to.add(new StringField(TAG, tag(tag.name(), tag.values().get(0)), Field.Store.NO));
    }
    for (String text : from.texts()) {
      to.add(new TextField(TEXT, Words.fold(text), Field.Store.NO));
    }
    Embedding embedding = from.embedding();
    if (embedding != null) {
      to.add(new StringField(MODEL, model(embedding), Field.Store.NO));
      to.add(new BinaryDocValuesField(EMBEDDING, numbers(embedding)));
      to.add(new BinaryDocValuesField(SIGNS, Signs.written(embedding.unit())));
    }
    return to;
  }

  /** Names the embeddings that can be compared with this one. */
  static String model(Embedding embedding) {
    return embedding.dimension() + "/" + embedding.model();
  }

  private static BytesRef numbers(Embedding embedding) {
    ByteBuffer to =
        ByteBuffer.allocate(embedding.dimension() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    to.asFloatBuffer().put(embedding.unit());
    return new BytesRef(to.array());
  }

  static Term id(EventId entity) {
    return new Term(ID, bytes(entity));
  }

  static BytesRef bytes(EventId entity) {
    return new BytesRef(entity.digest().toArray());
  }

  static EventId entity(BytesRef bytes) {
    return new EventId(Bytes.copyOf(BytesRef.deepCopyOf(bytes).bytes));
  }

  static String tag(String name, String value) {
    return name.length() + ":" + name + value;
  }

  static long sortable(Timestamp timestamp) {
    return timestamp.bits() ^ Long.MIN_VALUE;
  }
}

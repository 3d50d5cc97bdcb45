package io.vivim.benchmarks;

import io.vivim.baseline.EventHeader;
import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.Decoded;
import io.vivim.codec.Ipld;
import io.vivim.codec.RefusedException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Strict DAG-CBOR between the bytes of an event's header and the tree of its values. */
@State(Scope.Thread)
public class CodecBenchmark {
  private Bytes bytes = Bytes.EMPTY;
  private Ipld value = Ipld.NULL;

  /** Reads the header and checks that it comes back as the same bytes. */
  @Setup
  public void readHeader() throws RefusedException {
    bytes = Bytes.copyOf(EventHeader.bytes());
    value = DagCbor.decode(bytes).orThrow();
    if (!DagCbor.encode(value).equals(bytes)) {
      throw new IllegalStateException("the decoded header does not encode to its bytes");
    }
  }

  @Benchmark
  public Decoded<Ipld> decode() {
    return DagCbor.decode(bytes);
  }

  @Benchmark
  public Bytes encode() {
    return DagCbor.encode(value);
  }
}

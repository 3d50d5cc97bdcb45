package io.vivim.node;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.DidKey;
import io.vivim.did.KeyStoreException;
import java.io.IOException;
import java.util.OptionalLong;

/** What the commands of {@code vivim key} answer. */
sealed interface KeyAnswer extends Answer {

  /** Work on the key store. */
  interface Work {
    Answer run() throws IOException, KeyStoreException;
  }

  /** The answer of the work, or the refusal where the store would not or could not do it. */
  static Answer of(Work work) {
    try {
      return work.run();
    } catch (KeyStoreException e) {
      return new Refused(e.error().code(), OptionalLong.empty(), e.error().text());
    } catch (IOException e) {
      return Refused.of(UnreadableFileException.of(e));
    }
  }

  /** A key that is in the store. */
  record Kept(String name, DidKey did) implements KeyAnswer {
    @Override
    public String text() {
      return name + " " + did;
    }

    @Override
    public IpldMap json() {
      return IpldMap.builder()
          .put("name", Ipld.of(name))
          .put("did", Ipld.of(did.toString()))
          .build();
    }
  }

  /** A key that was removed. */
  record Removed(String name) implements KeyAnswer {
    @Override
    public String text() {
      return "removed " + name;
    }

    @Override
    public IpldMap json() {
      return IpldMap.builder().put("removed", Ipld.of(name)).build();
    }
  }

  /** The encrypted file of a key. */
  record Exported(String name, Bytes file) implements KeyAnswer {
    @Override
    public String text() {
      return name + " " + file.toHex();
    }

    @Override
    public IpldMap json() {
      return IpldMap.builder().put("name", Ipld.of(name)).put("hex", Ipld.of(file.toHex())).build();
    }
  }
}

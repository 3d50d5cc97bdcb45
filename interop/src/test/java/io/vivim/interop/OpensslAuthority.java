package io.vivim.interop;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** A timestamp authority by OpenSSL's {@code ts}, behind a server on loopback. */
final class OpensslAuthority implements AutoCloseable {
  private static final String CONFIG =
      """
      [tsa]
      default_tsa = own
      [own]
      serial = serial
      signer_digest = sha256
      default_policy = 1.3.6.1.4.1.1.1
      digests = sha256
      accuracy = secs:1
      ess_cert_id_alg = sha256
      [root]
      basicConstraints = critical,CA:TRUE
      keyUsage = critical,keyCertSign
      [authority]
      extendedKeyUsage = critical,timeStamping
      """;

  private final Path folder;
  private final HttpServer server;

  OpensslAuthority(Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(folder.resolve("config"), CONFIG);
    Files.writeString(folder.resolve("serial"), "01\n");
    newKey("root");
    newKey("authority");
    openssl(
        "req -x509 -new -key root.key -subj /CN=root -days 30 -config config -extensions root"
            + " -out root.pem -reqexts root");
    openssl("req -new -key authority.key -subj /CN=authority -config config -out authority.csr");
    openssl(
        "x509 -req -in authority.csr -CA root.pem -CAkey root.key -CAcreateserial -days 30"
            + " -extfile config -extensions authority -out authority.pem");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          Files.write(folder.resolve("query"), exchange.getRequestBody().readAllBytes());
          openssl(
              "ts -reply -config config -queryfile query -signer authority.pem"
                  + " -inkey authority.key -out reply");
          byte[] reply = Files.readAllBytes(folder.resolve("reply"));
          exchange.sendResponseHeaders(200, reply.length);
          exchange.getResponseBody().write(reply);
          exchange.close();
        });
    server.start();
  }

  private void newKey(String name) throws IOException {
    openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out " + name + ".key");
  }

  /** Runs openssl in the folder; whether it was content. */
  boolean openssl(String arguments) throws IOException {
    return Counterpart.run(folder, ("openssl " + arguments).split(" ")).code() == 0;
  }

  URI place() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  Path root() {
    return folder.resolve("root.pem");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

package io.vivim.node;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** Which build this is, from the properties that Maven wrote into it. */
final class BuildVersion implements IVersionProvider {
  private static final String UNKNOWN = "unknown";

  @Override
  public String[] getVersion() throws IOException {
    Properties build = new Properties();
    try (@Nullable InputStream in = BuildVersion.class.getResourceAsStream("build.properties")) {
      if (in != null) {
        build.load(in);
      }
    }
    return new String[] {
      "vivim " + build.getProperty("version", UNKNOWN),
      "commit " + build.getProperty("commit", UNKNOWN),
      "java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")"
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import java.nio.file.Path;
import java.util.List;

/** What can be seen of a run while it goes on. */
public interface RunView {

  /** Returns the lines read so far that were events; exact also after a restart. */
  long accepted();

  /** Returns the lines read so far that were none; exact also after a restart. */
  long rejected();

  /** Returns the source's watermark, {@link Long#MIN_VALUE} before the first one. */
  long watermark();

  /** Returns the folder of the results. */
  Path output();

  /** Returns the names of the streams, each a folder of {@link #output()}. */
  List<String> streams();
}

/** Who said it: keys, signatures with one verdict, did:key and UCAN delegations. */
@NullMarked
package io.vivim.did;

import org.jspecify.annotations.NullMarked;

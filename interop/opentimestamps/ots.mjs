// What the JavaScript client of OpenTimestamps makes of a proof; answers with one line of JSON.
//   ots.mjs show FILE                     what it stamps, and what attests to it
//   ots.mjs verify FILE DIGEST ROOT       whether it leads from the digest to that Merkle root of a block
//   ots.mjs stamp FILE DIGEST CALENDAR    a new proof
//   ots.mjs upgrade FILE CALENDAR         what the calendar has of it by now
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const ots = createRequire(import.meta.url)('opentimestamps')
const { DetachedTimestampFile, Ops, Notary, Context, Calendar } = ots

// The client talks on stdout, which is for answers here.
console.log = console.error

const hex = bytes => Buffer.from(bytes).toString('hex')
const read = file => DetachedTimestampFile.deserialize([...readFileSync(file)])

function write (file, proof) {
  const out = new Context.StreamSerialization()
  proof.serialize(out)
  writeFileSync(file, Buffer.from(out.getOutput()))
}

function attestations (proof) {
  return [...proof.timestamp.allAttestations()].map(([message, each]) => ({
    message: hex(message),
    pending: each instanceof Notary.PendingAttestation ? each.uri : undefined,
    block: each instanceof Notary.BitcoinBlockHeaderAttestation ? each.height : undefined
  }))
}

function verify (file, digest, root) {
  const proof = read(file)
  if (hex(proof.fileDigest()) !== digest) {
    throw new Error('the proof is of another digest')
  }
  const times = []
  for (const [message, each] of proof.timestamp.allAttestations()) {
    if (each instanceof Notary.BitcoinBlockHeaderAttestation) {
      times.push(each.verifyAgainstBlockheader(message, { merkleroot: root, time: 1 }))
    }
  }
  return times.length
}

async function answer (what, file, ...more) {
  switch (what) {
    case 'show': {
      const proof = read(file)
      return { digest: hex(proof.fileDigest()), attestations: attestations(proof) }
    }
    case 'verify':
      return { blocks: verify(file, ...more) }
    case 'stamp': {
      const [digest, calendar] = more
      const proof = DetachedTimestampFile.fromHash(new Ops.OpSHA256(), [...Buffer.from(digest, 'hex')])
      await ots.stamp(proof, { calendars: [calendar], m: 1 })
      write(file, proof)
      return {}
    }
    case 'upgrade': {
      const proof = read(file)
      const whitelist = new Calendar.UrlWhitelist([more[0]])
      const changed = await ots.upgrade(proof, { whitelist })
      write(file, proof)
      return { changed }
    }
    default:
      throw new Error('no such thing: ' + what)
  }
}

try {
  process.stdout.write(JSON.stringify(await answer(...process.argv.slice(2))) + '\n')
} catch (e) {
  process.stdout.write(JSON.stringify({ error: String(e.message ?? e) }) + '\n')
}

// A peer of js-libp2p that does what it is told.
//
//   node peer.mjs v2|v3
//
// It reads requests from stdin, one JSON object a line, and answers each on stdout, in the order in
// which they are done:
//
//   {"id":7,"do":"dial","address":"/ip4/127.0.0.1/tcp/4001/p2p/12D3…"}
//   {"id":7,"value":{"peer":"12D3…"}}      or      {"id":7,"error":"…"}
//
// It ends when its stdin does.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

// Node.js 20 has none.
Promise.withResolvers ??= () => {
  const parts = {}
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }))
  return parts
}

const js = await import(`./${process.argv[2]}/libp2p.js`)

const PERF = '/perf/1.0.0'
const ECHO = '/interop/echo/1.0.0'
const BYTES = '/interop/bytes/1.0.0'
const MANY = { maxInboundStreams: 2000, maxOutboundStreams: 2000 }
const SLOW_MILLIS = 60_000
const DISCOVERY_MILLIS = 1_000
const PIECE = pattern(65521)

let node
// Peer ids to what they last said of themselves, and who waits for that.
const identities = new Map()
let identified = Promise.withResolvers()
// Of each connection, the muxer that was agreed on along with the security.
const early = []
const lines = []
const incoming = []
let arrived = Promise.withResolvers()
// What pubsub delivered, and who waits for it.
const messages = []
let heard = Promise.withResolvers()
// Where peers are that were found on this network, and who waits for that.
const discovered = new Map()
let seen = Promise.withResolvers()

function pattern (size) {
  return Uint8Array.from({ length: size }, (_, i) => (i * i + (i >> 3)) & 0xff)
}

// A security that notes whether it brought a muxer along.
function noting (security) {
  return (components) => {
    const inner = security(components)
    const note = (secure) => async (...given) => {
      const result = await secure.apply(inner, given)
      early.push(result.streamMuxer?.protocol ?? null)
      return result
    }
    return new Proxy(inner, {
      get: (target, name) =>
        name === 'secureInbound' || name === 'secureOutbound' ? note(target[name]) : target[name]
    })
  }
}

function connectionTo (peer) {
  const found = node.getConnections().find((each) => each.remotePeer.toString() === peer)
  if (found === undefined) {
    throw new Error(`no connection to ${peer}`)
  }
  return found
}

async function open (peer, protocol) {
  return new js.Line(await connectionTo(peer).newStream(protocol, MANY))
}

function keep (line) {
  lines.push({ line, written: 0 })
  return { line: lines.length - 1 }
}

async function drain (line) {
  const hash = createHash('sha256')
  let bytes = 0
  for (let chunk = await line.read(); chunk !== null; chunk = await line.read()) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { bytes, hash: hash.digest('hex') }
}

async function send (line, bytes, told = () => {}) {
  const hash = createHash('sha256')
  for (let left = bytes; left > 0;) {
    const chunk = PIECE.subarray(0, Math.min(left, PIECE.length))
    hash.update(chunk)
    await line.write(chunk)
    left -= chunk.length
    told(bytes - left)
  }
  return { hash: hash.digest('hex') }
}

async function answerPerf (line) {
  let head = Buffer.alloc(0)
  while (head.length < 8) {
    head = Buffer.concat([head, await line.read()])
  }
  await drain(line)
  await send(line, Number(head.readBigUInt64BE()))
  await line.end()
}

async function echo (line) {
  for (let chunk = await line.read(); chunk !== null; chunk = await line.read()) {
    await line.write(chunk)
  }
  await line.end()
}

// Two Buffers of one text are equal as text.
async function echoed (peer, text) {
  const line = await open(peer, ECHO)
  await line.write(Buffer.from(text))
  return {
    end: () => line.end(),
    async isBack () {
      const parts = []
      for (let chunk = await line.read(); chunk !== null; chunk = await line.read()) {
        parts.push(chunk)
      }
      return Buffer.concat(parts).toString() === text
    }
  }
}

const requests = {
  // "listen" are addresses; "key" and "certificate" name PEM files for secure WebSocket; "pubsub" is
  // the policy by which messages are signed, where it speaks that, "dht" the protocol of one, and
  // "mdns" the port at which peers of this network meet.
  async start ({ security, listen, key, certificate, pubsub, dht, mdns }) {
    const https = key && { key: readFileSync(key), cert: readFileSync(certificate) }
    node = await js.createLibp2p({
      addresses: { listen },
      transports: [js.tcp(), js.webSockets({ https })],
      connectionEncrypters: [noting(js[security]())],
      streamMuxers: [js.yamux(MANY)],
      peerDiscovery: mdns ? [js.mdns({ port: mdns, interval: DISCOVERY_MILLIS })] : [],
      connectionGater: { denyDialMultiaddr: () => false },
      // The machine may be busy, and nobody is cut off for that.
      connectionMonitor: { enabled: false },
      connectionManager: {
        addressDialTimeout: SLOW_MILLIS,
        dialTimeout: SLOW_MILLIS,
        inboundStreamProtocolNegotiationTimeout: SLOW_MILLIS,
        inboundUpgradeTimeout: SLOW_MILLIS,
        outboundStreamProtocolNegotiationTimeout: SLOW_MILLIS
      },
      services: {
        identify: js.identify(),
        push: js.identifyPush(),
        ping: js.ping(),
        ...(dht && {
          dht: js.kadDHT({
            protocol: dht,
            clientMode: false,
            peerInfoMapper: js.passthroughMapper
          })
        }),
        ...(pubsub && {
          pubsub: js.gossipsub({ globalSignaturePolicy: pubsub, allowPublishToZeroTopicPeers: true })
        })
      }
    })
    node.addEventListener('peer:discovery', ({ detail }) => {
      discovered.set(detail.id.toString(), detail.multiaddrs.map(String))
      seen.resolve()
    })
    node.services.pubsub?.addEventListener('message', ({ detail }) => {
      messages.push(Buffer.from(detail.data).toString())
      heard.resolve()
    })
    node.addEventListener('peer:identify', ({ detail }) => {
      identities.set(detail.peerId.toString(), detail)
      identified.resolve()
      identified = Promise.withResolvers()
    })
    const quietly = (speak) => (line) => speak(line).catch(() => line.reset())
    await js.handle(node, PERF, quietly(answerPerf), MANY)
    await js.handle(node, ECHO, quietly(echo), MANY)
    await js.handle(node, BYTES, (line) => {
      incoming.push(line)
      arrived.resolve()
    }, MANY)
    return {
      peer: node.peerId.toString(),
      addresses: node.getMultiaddrs().map(String),
      protocols: node.getProtocols()
    }
  },

  async dial ({ address }) {
    const connection = await node.dial(js.multiaddr(address))
    return { peer: connection.remotePeer.toString(), remote: connection.remoteAddr.toString() }
  },

  async connections () {
    return node.getConnections().map((each) => each.remotePeer.toString())
  },

  // The muxer that the first connection got along with its security.
  async early () {
    return early[0]
  },

  async identity ({ peer }) {
    while (!identities.has(peer)) {
      await identified.promise
    }
    const said = identities.get(peer)
    return {
      addresses: said.listenAddrs.map(String),
      protocols: said.protocols,
      observed: said.observedAddr?.toString() ?? null,
      protocolVersion: said.protocolVersion,
      agent: said.agentVersion,
      recordAddresses: said.signedPeerRecord?.addresses?.map(String) ?? null
    }
  },

  // Waits until a peer is known to speak a protocol, or not to speak it.
  async speaks ({ peer, protocol, is }) {
    const id = connectionTo(peer).remotePeer
    const changed = () => new Promise((resolve) =>
      node.addEventListener('peer:update', resolve, { once: true }))
    for (let next = changed(); ; await next, next = changed()) {
      if ((await node.peerStore.get(id)).protocols.includes(protocol) === is) {
        return is
      }
    }
  },

  // From now on a protocol more is spoken, which is pushed to all peers.
  async handle ({ protocol }) {
    await js.handle(node, protocol, (line) => line.reset())
    return true
  },

  async ping ({ peer }) {
    return await node.services.ping.ping(connectionTo(peer).remotePeer)
  },

  async perf ({ peer, up, down }) {
    const line = await open(peer, PERF)
    const head = Buffer.alloc(8)
    head.writeBigUInt64BE(BigInt(down))
    await line.write(head)
    await send(line, up)
    await line.end()
    return (await drain(line)).bytes
  },

  // Waits until a peer is found on this network, and tells where it is.
  async discovered ({ peer }) {
    while (!discovered.has(peer)) {
      seen = Promise.withResolvers()
      await seen.promise
    }
    return discovered.get(peer)
  },

  // How many peers are in the table of the DHT.
  async table () {
    return node.services.dht.routingTable.size
  },

  async provide ({ cid }) {
    await node.contentRouting.provide(js.CID.parse(cid))
    return true
  },

  async providers ({ cid }) {
    const found = []
    for await (const { id, multiaddrs } of node.contentRouting.findProviders(js.CID.parse(cid))) {
      found.push({ peer: id.toString(), addresses: multiaddrs.map(String) })
    }
    return found
  },

  // Keys and values are in hex.
  async put ({ key, value }) {
    await node.contentRouting.put(Buffer.from(key, 'hex'), Buffer.from(value, 'hex'))
    return true
  },

  async get ({ key }) {
    return Buffer.from(await node.contentRouting.get(Buffer.from(key, 'hex'))).toString('hex')
  },

  async find ({ peer }) {
    const { multiaddrs } = await node.peerRouting.findPeer(js.peerIdFromString(peer))
    return multiaddrs.map(String)
  },

  async subscribe ({ topic }) {
    await node.services.pubsub.subscribe(topic)
    return true
  },

  async publish ({ topic, text }) {
    const { recipients } = await node.services.pubsub.publish(topic, Buffer.from(text))
    return recipients.map(String)
  },

  // Who wants a topic, and is in the mesh of it.
  async pubsub ({ topic }) {
    return {
      subscribers: node.services.pubsub.getSubscribers(topic).map(String),
      mesh: node.services.pubsub.getMeshPeers(topic)
    }
  },

  // Waits until so many messages have come, and tells all of them.
  async messages ({ count }) {
    while (messages.length < count) {
      heard = Promise.withResolvers()
      await heard.promise
    }
    return messages
  },

  // Opens many streams, all at once, and has a word come back on each; says on how many it did.
  async echoes ({ peer, count }) {
    const words = Array.from({ length: count }, (_, i) => `word ${i}`)
    const open = await Promise.all(words.map((word) => echoed(peer, word)))
    await Promise.all(open.map((each) => each.end()))
    const back = await Promise.all(open.map((each) => each.isBack()))
    return back.filter((is) => is).length
  },

  async open ({ peer }) {
    return keep(await open(peer, BYTES))
  },

  // The next stream that the peer opened.
  async accept () {
    while (incoming.length === 0) {
      arrived = Promise.withResolvers()
      await arrived.promise
    }
    return keep(incoming.shift())
  },

  async write ({ line, bytes }) {
    const kept = lines[line]
    return await send(kept.line, bytes, (written) => { kept.written = written })
  },

  // How far a write has come.
  async written ({ line }) {
    return lines[line].written
  },

  async end ({ line }) {
    await lines[line].line.end()
    return true
  },

  async reset ({ line }) {
    lines[line].line.reset()
    return true
  },

  async pause ({ line }) {
    lines[line].line.pause()
    return true
  },

  async resume ({ line }) {
    lines[line].line.resume()
    return true
  },

  // All that comes until the end.
  async drain ({ line }) {
    return await drain(lines[line].line)
  }
}

createInterface({ input: process.stdin })
  .on('line', async (text) => {
    const { id, do: name, ...given } = JSON.parse(text)
    let answer
    try {
      answer = { id, value: await requests[name](given) }
    } catch (failure) {
      answer = { id, error: `${failure.name}: ${failure.message}` }
    }
    process.stdout.write(JSON.stringify(answer) + '\n')
  })
  .on('close', () => process.exit())

// A node of js-libp2p that does what it is told, for measurements of links and streams.
//
//   VIVIM_TURNS_PORT=port node net-peer.js noise|tls
//
// On the loopback port it reads lines and answers each with one:
//
//   listen, accept                  the address at which it can be dialled
//   up|down ADDRESS BYTES           bytes in a second, by one stream of perf on a link that stays
//   dial ADDRESS MILLIS             links in a second, one after another, each ready and then closed
//   ping ADDRESS COUNT              the median in microseconds of 32 bytes there and back
//   listen-signed, -unsigned        the address of a node that subscribes, by messages of this kind
//   flood-KIND-SIZE ADDRESS COUNT   messages a second of KIND and SIZE, all of which came
//   paced-KIND-SIZE ADDRESS COUNT   what one in a hundred of these took, 2,000 a second, in microseconds
//   listen-dht                      the address of one of many nodes that serve a DHT
//   find ADDRESS COUNT              lookups in a second in that DHT
//   provide ADDRESS COUNT           keys in a second that all of it are told of
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { gossipsub } from '@libp2p/gossipsub'
import { identify } from '@libp2p/identify'
import { kadDHT, passthroughMapper } from '@libp2p/kad-dht'
import { noise } from '@libp2p/noise'
import { ping as pinging } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { tls } from '@libp2p/tls'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { CID } from 'multiformats/cid'
import { sha256 } from 'multiformats/hashes/sha2'

// Node 20 lacks it.
Promise.withResolvers ??= function () {
  const made = {}
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }))
  return made
}
const { createLibp2p } = await import('libp2p')

const PERF = '/perf/1.0.0'
const PING = '/ipfs/ping/1.0.0'
const PING_BYTES = 32
const piece = new Uint8Array(256 * 1024)

const start = (services) => createLibp2p({
  services,
  addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
  transports: [tcp()],
  connectionEncrypters: [{ noise, tls }[process.argv[2]]()],
  streamMuxers: [yamux()],
  // Its own limits on one address are there for strangers.
  connectionManager: { inboundConnectionThreshold: Infinity, maxIncomingPendingConnections: Infinity },
  connectionMonitor: { enabled: false }
})
let node = await start({})
await node.handle(PERF, answerPerf)
await node.handle(PING, stream => stream.addEventListener('message', event => stream.send(event.data)))

function answerPerf (stream) {
  const head = new Uint8Array(8)
  let size = 0
  stream.addEventListener('message', event => {
    if (size < head.length) {
      head.set(event.data.subarray(0, head.length - size), size)
    }
    size += event.data.byteLength
  })
  stream.addEventListener('remoteCloseWrite', () => {
    send(stream, Number(new DataView(head.buffer).getBigUint64(0)))
      .catch(failure => stream.abort(failure))
  })
}

// Sends so many bytes, at the pace of the stream, and the end of them.
async function send (stream, bytes) {
  for (let left = bytes; left > 0; left -= piece.length) {
    if (!stream.send(left < piece.length ? piece.subarray(0, left) : piece)) {
      // stream.onDrain() waits the first time only.
      await new Promise(resolve => stream.addEventListener('drain', resolve, { once: true }))
    }
  }
  await stream.close()
}

async function perf (address, up, down) {
  const stream = await (await linkTo(address)).newStream(PERF)
  const begin = performance.now()
  let came = 0
  const ended = new Promise((resolve, reject) => {
    stream.addEventListener('message', event => { came += event.data.byteLength })
    stream.addEventListener('remoteCloseWrite', resolve)
    stream.addEventListener('close', event => event.error ? reject(event.error) : resolve())
  })
  const head = new Uint8Array(8)
  new DataView(head.buffer).setBigUint64(0, BigInt(down))
  stream.send(head)
  await send(stream, up)
  await ended
  if (came !== down) {
    throw new Error(`wanted ${down} bytes and got ${came}`)
  }
  return (up + down) / (performance.now() - begin) * 1000
}

const links = new Map()

async function linkTo (address) {
  if (!links.has(address)) {
    links.set(address, await node.dial(multiaddr(address)))
  }
  return links.get(address)
}

async function dial (address, millis) {
  const to = multiaddr(address)
  const begin = performance.now()
  let count = 0
  while (performance.now() - begin < millis) {
    const link = await node.dial(to, { force: true })
    await link.close()
    count++
  }
  return count / (performance.now() - begin) * 1000
}

const pings = new Map()

async function ping (address, count) {
  if (!pings.has(address)) {
    pings.set(address, await (await linkTo(address)).newStream(PING))
  }
  const stream = pings.get(address)
  const times = []
  const sent = new Uint8Array(PING_BYTES)
  for (let i = 0; i < count; i++) {
    crypto.getRandomValues(sent)
    const begin = performance.now()
    const back = await new Promise(resolve => {
      stream.addEventListener('message', event => resolve(event.data), { once: true })
      stream.send(sent)
    })
    times.push(performance.now() - begin)
    if (Buffer.compare(back.subarray(), sent) !== 0) {
      throw new Error('another answer than the ping')
    }
  }
  times.sort((a, b) => a - b)
  return times[Math.floor(times.length / 2)] * 1000
}

// Gossip: a message is turn, 8 bytes, count, 4, number, 4, when it was sent, 8, in nanoseconds, and
// filling; the answer is turn and what one in a hundred took at least.
const TOPIC = 'turns'
const DONE = 'done'
const answers = new Map()
let speaks = false

// It is another node, since what it speaks is said when it is made.
async function speak (kind) {
  if (speaks) {
    return
  }
  speaks = true
  await node.stop()
  node = await start({
    identify: identify(),
    pubsub: gossipsub({
      globalSignaturePolicy: kind === 'signed' ? 'StrictSign' : 'StrictNoSign',
      allowPublishToZeroTopicPeers: true
    })
  })
  let turn = -1n
  let nanos = []
  node.services.pubsub.addEventListener('message', ({ detail }) => {
    const head = new DataView(detail.data.buffer, detail.data.byteOffset, detail.data.byteLength)
    const of = head.getBigUint64(0)
    if (detail.topic === DONE) {
      answers.get(of)?.(Number(head.getBigUint64(8)))
      return
    }
    if (of !== turn) {
      turn = of
      nanos = []
    }
    nanos.push(Number(process.hrtime.bigint() - head.getBigUint64(16)))
    const count = head.getUint32(8)
    if (nanos.length === count) {
      nanos.sort((a, b) => a - b)
      const done = Buffer.alloc(16)
      done.writeBigUInt64BE(turn)
      done.writeBigUInt64BE(BigInt(nanos[Math.floor(count * 0.99)]), 8)
      node.services.pubsub.publish(DONE, done)
    }
  })
  await node.services.pubsub.subscribe(TOPIC)
  await node.services.pubsub.subscribe(DONE)
}

async function listen (kind) {
  await speak(kind)
  return node.getMultiaddrs()[0].toString()
}

async function gossip (kind, size, address, count, pace) {
  await speak(kind)
  const { remotePeer } = await linkTo(address)
  const knows = (topic) => node.services.pubsub.getSubscribers(topic).some((peer) => peer.equals(remotePeer))
  while (!knows(TOPIC) || !knows(DONE)) {
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  const turn = crypto.getRandomValues(Buffer.alloc(8))
  const answered = new Promise((resolve) => answers.set(turn.readBigUInt64BE(), resolve))
  const begin = performance.now()
  for (let i = 0; i < count; i++) {
    while (pace > 0 && performance.now() - begin < i * pace) {
      await new Promise((resolve) => setTimeout(resolve, i * pace - (performance.now() - begin)))
    }
    const message = Buffer.alloc(size)
    turn.copy(message)
    message.writeUInt32BE(count, 8)
    message.writeUInt32BE(i, 12)
    message.writeBigUInt64BE(process.hrtime.bigint(), 16)
    await node.services.pubsub.publish(TOPIC, message)
  }
  const slow = await answered
  return pace > 0 ? slow / 1000 : count / (performance.now() - begin) * 1000
}

// Nodes of a DHT: those that serve, all of which know each other, or one that asks.
const SERVERS = 8
const RAW = 0x55
const members = []

async function join (clientMode) {
  const made = await start({
    identify: identify(),
    ping: pinging(),
    dht: kadDHT({ protocol: '/turns/kad/1.0.0', clientMode, peerInfoMapper: passthroughMapper })
  })
  members.push(made)
  return made
}

async function knows (member, peers) {
  while (member.services.dht.routingTable.size < peers) {
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

async function serve () {
  for (let i = 0; i < SERVERS; i++) {
    const made = await join(false)
    for (const before of members.slice(0, i)) {
      await made.dial(before.getMultiaddrs())
    }
  }
  await Promise.all(members.map((each) => knows(each, SERVERS - 1)))
  return members[0].getMultiaddrs()[0].toString()
}

async function closest (member, key) {
  let count = 0
  for await (const _ of member.peerRouting.getClosestPeers(key)) {
    count++
  }
  return count
}

async function asking (address) {
  const member = members[0] ?? await join(true)
  await member.dial(multiaddr(address))
  await knows(member, 1)
  while (member.services.dht.routingTable.size < SERVERS) {
    await closest(member, crypto.getRandomValues(new Uint8Array(32)))
  }
  return member
}

async function rate (count, once) {
  const begin = performance.now()
  for (let i = 0; i < count; i++) {
    await once(crypto.getRandomValues(new Uint8Array(32)))
  }
  return count / (performance.now() - begin) * 1000
}

async function find (address, count) {
  const member = await asking(address)
  return await rate(count, async (key) => {
    const found = await closest(member, key)
    if (found !== SERVERS) {
      throw new Error(`${found} were found`)
    }
  })
}

async function provide (address, count) {
  const member = await asking(address)
  return await rate(count, async (key) =>
    await member.contentRouting.provide(CID.createV1(RAW, await sha256.digest(key))))
}

const commands = {
  'listen-dht': () => serve(),
  find: (address, count) => find(address, Number(count)),
  provide: (address, count) => provide(address, Number(count)),
  'listen-signed': () => listen('signed'),
  'listen-unsigned': () => listen('unsigned'),
  listen: () => node.getMultiaddrs()[0].toString(),
  accept: () => node.getMultiaddrs()[0].toString(),
  up: (address, bytes) => perf(address, Number(bytes), 0),
  down: (address, bytes) => perf(address, 0, Number(bytes)),
  dial: (address, millis) => dial(address, Number(millis)),
  ping: (address, count) => ping(address, Number(count))
}

const control = connect(Number(process.env.VIVIM_TURNS_PORT), 'localhost')
control.setNoDelay(true)
control.on('close', () => process.exit())
for await (const line of createInterface({ input: control })) {
  const [name, ...args] = line.split(' ')
  const [what, kind, size] = name.split('-')
  const answer = size === undefined
    ? await commands[name](...args)
    : await gossip(kind, Number(size), args[0], Number(args[1]), what === 'paced' ? 0.5 : 0)
  control.write(`${answer}\n`)
}

import Glibc
import HermeticPolicy
package import HermeticSession
package import SystemPackage

/// The resolver that a program has under a policy: it answers for allowed names, by asking the system's
/// own servers, and refuses all others without a word to anybody.
///
/// It never waits. Whoever has it polls `descriptors` until `nextDeadline`, hands what came to `handle`,
/// and calls `expire`. Times are milliseconds of `now`.
///
/// A socket of the program's is connected to `address(_:)` in place of the server that it meant.
package final class DNSForwarder {
  let rules: DNSRules
  private let report: (DNSRefusal) -> Void

  /// Where the servers are found.
  package enum Source {
    case file(SystemFile)
    case fixed(ResolverSettings)
  }
  private var source: Source
  private(set) var settings: ResolverSettings
  private var hosts: HostsFile?

  /// The sockets that programs send to, with the addresses they have.
  private var datagramSockets: [CInt: (socket: DNSSocket, endpoint: DNSEndpoint)] = [:]
  private var listeners: [CInt: (socket: DNSSocket, endpoint: DNSEndpoint)] = [:]
  var connections: [CInt: DNSConnection] = [:]
  var pending: [UInt64: DNSPending] = [:]
  var tries: [CInt: DNSTry] = [:]
  private var lastNumber: UInt64 = 0
  /// When each refusal was last reported.
  private var reported: [DNSRefusal: Int64] = [:]

  /// How many questions may be unanswered at once; each may have two sockets.
  package static let mostPending = 256

  /// A forwarder that has its sockets, and puts the addresses of allowed names into `book`.
  ///
  /// Configuration is read here, before the program can have changed it.
  package init(
    image: PolicyImage, book: AddressBook,
    source: Source = .file(SystemFile("/etc/resolv.conf")), hosts: HostsFile? = HostsFile(),
    report: @escaping (DNSRefusal) -> Void
  ) throws(Errno) {
    rules = DNSRules(image: image.remembering(book))
    self.report = report
    self.source = source
    self.hosts = hosts
    settings = ResolverSettings([])
    updateSettings(now: Self.now)
    updateHosts()
    try open(IPAddress(v4: 0x7f00_0001))
    // A machine without IPv6 has no program that could ask over it.
    try? open(IPAddress(high: 0, low: 1))
  }

  private func open(_ address: IPAddress) throws(Errno) {
    let anyPort = DNSEndpoint(address, port: 0)
    let socket = try DNSSocket(.datagram, family: anyPort.family)
    let listener = try DNSSocket(.stream, family: anyPort.family)
    let endpoint = try socket.bind(to: anyPort)
    let listening = try listener.bind(to: anyPort)
    try listener.listen()
    datagramSockets[socket.descriptor] = (socket, endpoint)
    listeners[listener.descriptor] = (listener, listening)
  }

  /// The clock that deadlines are of.
  package static var now: Int64 { Broker.now }

  private func updateSettings(now: Int64) {
    switch source {
    case .fixed(let settings): self.settings = settings
    case .file(var file):
      if let text = file.changes(now: now) { settings = ResolverSettings(text) }
      source = .file(file)
    }
  }

  /// Remembers what `/etc/hosts` has come to say; to be called before an address is judged, since libc
  /// answers from it without asking.
  package func updateHosts(now: Int64 = DNSForwarder.now) {
    hosts?.remember(allowedBy: rules.image, now: now)
  }

  // MARK: Polling

  /// The socket address to connect a socket of the program's to; nil where this machine has no IPv6.
  ///
  /// `onlyV6` is for a socket that IPv4 cannot be mapped into: `IPV6_V6ONLY`, or one that is bound to an
  /// address of IPv6.
  package func address(family: CInt, isStream: Bool, onlyV6: Bool = false) -> [UInt8]? {
    let sockets = isStream ? listeners : datagramSockets
    let wanted = family == AF_INET6 && onlyV6 ? AF_INET6 : AF_INET
    return sockets.values.first { $0.endpoint.family == wanted }?.endpoint.bytes(family)
  }

  /// What to poll for.
  package var descriptors: [(descriptor: CInt, events: Int16)] {
    let (input, output) = (Int16(POLLIN), Int16(POLLOUT))
    var found: [(descriptor: CInt, events: Int16)] = []
    for descriptor in datagramSockets.keys { found.append((descriptor, input)) }
    for descriptor in listeners.keys { found.append((descriptor, input)) }
    for (descriptor, connection) in connections {
      let stream = connection.stream
      let isHeard = !stream.isEnded && stream.hasRoom
      found.append((descriptor, (isHeard ? input : 0) | (stream.hasOutput ? output : 0)))
    }
    for (descriptor, attempt) in tries {
      found.append((descriptor, input | (attempt.stream?.hasOutput == true ? output : 0)))
    }
    return found
  }

  /// When `expire` is due; nil where nothing is being waited for.
  package var nextDeadline: Int64? {
    var deadlines = connections.values.map(\.deadline)
    for pending in pending.values {
      deadlines.append(min(pending.deadline, pending.nextTry ?? .max))
    }
    return deadlines.min()
  }

  /// Does what a descriptor is ready for; one that is no longer ours is left alone.
  package func handle(_ descriptor: CInt, events: Int16, now: Int64 = DNSForwarder.now) {
    guard events != 0 else { return }
    if let (socket, _) = datagramSockets[descriptor] {
      receive(socket, now: now)
    } else if let (listener, _) = listeners[descriptor] {
      accept(listener, now: now)
    } else if let connection = connections[descriptor] {
      serve(connection, hasHungUp: events & Int16(POLLHUP | POLLERR) != 0, now: now)
    } else if let attempt = tries[descriptor] {
      proceed(attempt, now: now)
    }
  }

  /// Asks other servers and gives up where it is time to.
  package func expire(now: Int64 = DNSForwarder.now) {
    // Numbers grow: the oldest come first.
    for pending in pending.values.sorted(by: { $0.number < $1.number }) {
      if pending.deadline <= now {
        finish(pending, .failed, now: now)
      } else if let nextTry = pending.nextTry, nextTry <= now {
        askNext(pending, now: now)
      }
    }
    for connection in connections.values where connection.deadline <= now { close(connection) }
  }

  // MARK: Questions

  private func receive(_ socket: DNSSocket, now: Int64) {
    for _ in 0..<64 {
      guard case .bytes(let message, let peer) = socket.receive() else { return }
      take(message, from: .datagram(socket.descriptor, peer: peer), now: now)
    }
  }

  /// Takes a message that a program sent.
  func take(_ message: [UInt8], from client: DNSPending.Client, now: Int64) {
    let query: DNSQuery
    do throws(DNSQuery.Fault) {
      query = try DNSQuery(message)
    } catch {
      if case .answer(let answer) = error { send(answer, to: client, now: now) }
      return
    }
    updateSettings(now: now)
    switch rules.decide(query, search: settings.search) {
    case .answer(let code, let records): reply(query, client, code, records, now: now)
    case .forward(let name): forward(query, client, rulesOf: name, now: now)
    case .refuse(let refusal):
      if !isSearch(query, behind: refusal, now: now) { tell(refusal, now: now) }
      if rules.onlyReports, query.name.isHostName, query.type.isForwarded {
        forward(query, client, rulesOf: query.name.text, now: now)
      } else {
        reply(query, client, .refused, [], now: now)
      }
    }
  }

  private func forward(
    _ query: DNSQuery, _ client: DNSPending.Client, rulesOf name: [UInt8], now: Int64
  ) {
    // A client that has waited asks again, in the same words.
    if pending.values.contains(where: { $0.client == client && $0.query == query }) { return }
    if pending.count >= Self.mostPending,
      let oldest = pending.values.min(by: { $0.number < $1.number })
    {
      finish(oldest, .failed, now: now)
    }
    lastNumber += 1
    let new = DNSPending(lastNumber, query, for: client, rulesOf: name, settings, now: now)
    pending[new.number] = new
    askNext(new, now: now)
  }

  /// Whether libc goes on to search for a name that has just been refused: one violation, not several.
  private func isSearch(_ query: DNSQuery, behind refusal: DNSRefusal, now: Int64) -> Bool {
    settings.search.contains { suffix in
      guard let asked = query.name.removing(suffix) else { return false }
      let refused = DNSRefusal(
        name: String(decoding: asked.text, as: UTF8.self), note: nil, rule: refusal.rule)
      return reported[refused].map { now - $0 < Self.silence } ?? false
    }
  }

  /// For how many milliseconds a refusal is not reported again.
  private static let silence: Int64 = 5000

  /// Reports a refusal; one that libc brings about again by asking its other servers, once.
  func tell(_ refusal: DNSRefusal, now: Int64) {
    if let last = reported[refusal], now - last < Self.silence { return }
    if reported.count >= 256 { reported = [:] }
    reported[refusal] = now
    report(refusal)
  }

  // MARK: Answers

  func reply(
    _ query: DNSQuery, _ client: DNSPending.Client, _ code: DNSCode, _ records: [DNSRecord],
    flags: DNSFlags = .recursionAvailable, now: Int64
  ) {
    var isStream = false
    if case .stream = client { isStream = true }
    let message = query.answer(code, flags: flags, records, inStream: isStream)
    send(message, to: client, now: now)
  }

  private func send(_ message: [UInt8], to client: DNSPending.Client, now: Int64) {
    switch client {
    case .datagram(let descriptor, let peer):
      // A datagram that cannot be sent is lost, as datagrams are.
      _ = datagramSockets[descriptor]?.socket.send(message, to: peer)
    case .stream(let number):
      guard let connection = connections.values.first(where: { $0.number == number }) else {
        return
      }
      connection.stream.queue(message)
      if !connection.stream.flush() { close(connection) }
    }
  }

  /// A number that nothing else has had.
  func nextNumber() -> UInt64 {
    lastNumber += 1
    return lastNumber
  }
}

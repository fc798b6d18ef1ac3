import Glibc
import HermeticKernel
import HermeticPolicy
import HermeticSession

/// A forwarder, the servers behind it and the programs in front of it, all on loopback, in one thread
/// and with a clock of their own.
final class DNSWorld {
  let forwarder: DNSForwarder
  let book: AddressBook
  let servers: [DNSServer]
  private(set) var now: Int64 = 1_000_000
  private let refused: Refused

  private final class Refused {
    var all: [DNSRefusal] = []
  }

  struct Failure: Error {}

  init(
    _ options: [(PolicyOption, [String])], settings: RunSettings = RunSettings(),
    servers count: Int = 1, search: [String] = [],
    answer: @escaping (DNSServer.Question) -> [UInt8]? = { DNSBytes.answer(to: $0.bytes) }
  ) throws {
    guard let book = AddressBook() else { throw Failure() }
    self.book = book
    servers = try (0..<count).map { _ in try DNSServer(answer) }
    let search = search.compactMap { HostName($0).map { DNSName($0) } }
    let settings = (
      run: settings, resolver: ResolverSettings(servers: servers.map(\.endpoint), search: search)
    )
    let refused = Refused()
    self.refused = refused
    forwarder = try DNSForwarder(
      image: try Self.image(options, settings.run), book: book, source: .fixed(settings.resolver),
      hosts: nil
    ) { refused.all.append($0) }
  }

  /// The messages of what was refused.
  var violations: [String] { refused.all.map(\.violation.message) }
  /// Every question that reached a server.
  var seen: [DNSServer.Question] { servers.flatMap(\.seen) }

  static func image(
    _ options: [(PolicyOption, [String])], _ settings: RunSettings = RunSettings()
  ) throws -> PolicyImage {
    var policy = Policy()
    for (option, values) in options { try option.apply(to: &policy, values: values) }
    let bytes = PolicyImage.compile(policy, settings: settings)
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
    unsafe memory.copyBytes(from: bytes)
    // SAFETY: nothing writes to the memory from here on, and nothing frees it.
    guard let image = unsafe PolicyImage(UnsafeRawBufferPointer(memory)) else { throw Failure() }
    return image
  }

  /// A socket of a program's, connected as the broker would connect it.
  func client(_ kind: DNSSocket.Kind = .datagram, family: CInt = AF_INET) throws -> DNSSocket {
    guard let bytes = forwarder.address(family: AF_INET, isStream: kind == .stream) else {
      throw Failure()
    }
    let socket = try DNSSocket(kind, family: family)
    let port = UInt16(bytes[2]) << 8 | UInt16(bytes[3])
    try socket.connect(to: DNSEndpoint(IPAddress(v4: 0x7f00_0001), port: port))
    return socket
  }

  /// Lets everything happen that can happen at this time.
  func settle() {
    // On loopback what was sent has come; a connection takes a few rounds.
    for _ in 0..<12 {
      for server in servers { server.serve() }
      let wanted = forwarder.descriptors
      var polled = wanted.map { pollfd(fd: $0.descriptor, events: $0.events, revents: 0) }
      let count = unsafe poll(&polled, nfds_t(polled.count), 0)
      for entry in polled where count > 0 {
        forwarder.handle(entry.fd, events: entry.revents, now: now)
      }
      forwarder.expire(now: now)
    }
  }

  /// Lets time pass.
  func pass(_ milliseconds: Int64) {
    now += milliseconds
    settle()
  }

  /// What a program has got, apart from what has not come.
  func received(_ socket: DNSSocket) -> DNSBytes.Message? {
    guard case .bytes(let bytes, _) = socket.receive() else { return nil }
    return DNSBytes.Message(bytes)
  }

  /// Asks over UDP and returns the answer.
  func ask(_ message: [UInt8]) throws -> DNSBytes.Message? {
    let client = try client()
    _ = client.send(message)
    settle()
    return received(client)
  }

  func ask(_ name: String, _ type: Int = 1, size: Int? = nil) throws -> DNSBytes.Message? {
    try ask(DNSBytes.query(4242, name, type, size: size))
  }

  func remembers(_ address: String, port: UInt16?) -> Bool {
    IPAddress(address).map { book.contains($0, port: port) } ?? false
  }
}

/// A server of names.
final class DNSServer {
  struct Question {
    let bytes: [UInt8]
    let isStream: Bool
    /// Nil where it is no question.
    var message: DNSBytes.Message? { DNSBytes.Message(bytes) }
    var name: String { message?.name ?? "" }
  }

  let endpoint: DNSEndpoint
  private let datagrams: DNSSocket
  private let listener: DNSSocket
  private var streams: [DNSStream] = []
  private let answer: (Question) -> [UInt8]?
  private(set) var seen: [Question] = []
  /// Who asked each of the questions over UDP.
  private(set) var peers: [[UInt8]] = []

  init(_ answer: @escaping (Question) -> [UInt8]?) throws {
    self.answer = answer
    for _ in 0..<50 {
      let (datagrams, listener) = try (
        DNSSocket(.datagram, family: AF_INET), DNSSocket(.stream, family: AF_INET)
      )
      let endpoint = try datagrams.bind(to: DNSEndpoint(IPAddress(v4: 0x7f00_0001), port: 0))
      // Somebody else may have the same port for streams.
      guard (try? listener.bind(to: endpoint)) != nil else { continue }
      try listener.listen()
      (self.datagrams, self.listener, self.endpoint) = (datagrams, listener, endpoint)
      return
    }
    throw DNSWorld.Failure()
  }

  /// Answers what has come.
  func serve() {
    while case .bytes(let bytes, let peer) = datagrams.receive() {
      peers.append(peer)
      if let answer = take(Question(bytes: bytes, isStream: false)) { send(answer, to: peer) }
    }
    while let socket = try? listener.accept() { streams.append(DNSStream(socket)) }
    for stream in streams {
      for bytes in stream.receive() ?? [] {
        if let answer = take(Question(bytes: bytes, isStream: true)) { stream.queue(answer) }
      }
      _ = stream.flush()
    }
    streams.removeAll { $0.isEnded }
  }

  func send(_ message: [UInt8], to peer: [UInt8]) { _ = datagrams.send(message, to: peer) }

  private func take(_ question: Question) -> [UInt8]? {
    seen.append(question)
    return answer(question)
  }
}

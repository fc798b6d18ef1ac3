import Foundation
import HermeticPolicy
import HermeticPython
import Testing

@testable import HermeticEngine

/// What a worker sends may be anything: its code has the descriptor.
@Suite(.enabled(if: WorkerWorld.isPossible)) struct WorkerTrustTests {
  private static let source = """
    import os, socket, struct
    def channel():
        for name in os.listdir("/proc/self/fd"):
            try: link = os.readlink(f"/proc/self/fd/{name}")
            except OSError: continue
            if link.startswith("socket:"): return socket.socket(fileno=os.dup(int(name)))
    def one(): return 1
    def post(content):
        channel().send(bytes(content))
        import time
        time.sleep(2)
    def end():
        channel().shutdown(socket.SHUT_RDWR)
        import time
        time.sleep(20)
    def lose():
        number = channel().fileno()
        os.closerange(3, 4096)
    def descriptors():
        pair = socket.socketpair()
        for _ in range(50):
            socket.send_fds(channel(), [b"\\x02" + bytes(4) + bytes(500)], [pair[0].fileno()] * 8)
    def flood(kind, count):
        # Calls of functions that are not there, as many as go.
        own = channel()
        for number in range(count):
            own.send(struct.pack("<BQQII", kind, number, 1, 0, 0))
        import time
        time.sleep(1)
    """

  static let messages: [(String, [UInt8])] = {
    func number(_ value: UInt64) -> [UInt8] {
      (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
    func answer(_ body: [UInt8]) -> [UInt8] { [2] + number(9) + [1] + body }
    return [
      ("no kind", [77]), ("a kind of the program's", [200, 1]), ("short", [2, 1, 2]),
      ("an answer to no question", [2] + number(999) + [0]),
      ("memory of the program's", [0xff] + number(0) + number(100)),
      ("memory beyond the end", [0xff] + number(2 << 30) + number(1)),
      ("a negative length", [0xff] + number(2 << 29 + 1 << 20) + number(.max)),
      ("too much memory", [0xff] + number(1 << 30) + number(1 << 30)),
      ("freed what is not taken", [5, 1, 0, 0, 0] + number(4096)),
      ("a long list", answer([9, 0xff, 0xff, 0xff, 0xff])),
      ("a deep list", answer([UInt8](repeating: 9, count: 300))),
      ("bytes elsewhere", answer([16] + number(0) + number(10))),
      ("an integer without digits", answer([4, 2, 0, 0, 0, 0x30, 0x78])),
      ("a function", answer([15] + number(1))), ("more than it says", answer([0, 0])),
      ("a failure of no kind", [1, 99]),
    ]
  }()

  @Test(arguments: messages.indices)
  func `what is no message ends the worker alone`(_ index: Int) async throws {
    let world = try WorkerWorld(Self.source)
    try await world.start()
    let (name, message) = Self.messages[index]
    let failure = try await world.failure(of: "post", [.bytes(message)])
    #expect(failure.kind == .unavailable, "\(name)")
    #expect(
      failure.message.hasPrefix("the worker of code was ended because of what it sent"), "\(name)")
    #expect(try await world.call("one").number == 1)
  }

  @Test(arguments: ["end", "lose"])
  func `a worker that closes its channel is ended`(_ function: String) async throws {
    let world = try WorkerWorld(Self.source)
    try await world.start()
    #expect(try await world.failure(of: function).kind == .unavailable)
    #expect(try await world.call("one").number == 1)
  }

  @Test func `descriptors that it sends are not kept`() async throws {
    let world = try WorkerWorld(Self.source)
    try await world.start()
    let before = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    _ = try await world.failure(of: "descriptors")
    #expect(try await world.call("one").number == 1)
    let after = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    // Other tests open some meanwhile; these would have been hundreds.
    #expect(after < before + 200)
  }

  @Test func `calls of functions that are not there are answered`() async throws {
    let world = try WorkerWorld(Self.source)
    try await world.start()
    // Answers that nobody waits for.
    _ = try await world.call("flood", [.integer(3), .integer(500)])
    #expect(try await world.call("one").number == 1)
  }

  @Test func `any bytes are read without harm`() {
    final class Nobody: WireReceiver {
      func bytes(at offset: Int, count: Int) throws(WireError) -> any LentBytes {
        throw WireError("nowhere")
      }
      func buffer(_ bytes: any LentBytes, _ form: BufferForm) -> any LentBytes { bytes }
      func reference(_ number: UInt64, typeName: String) throws(WireError) -> any HostedReference {
        throw WireError("nobody")
      }
      func function(_ number: UInt64) throws(WireError) -> HostedFunction {
        throw WireError("nothing")
      }
    }
    var random = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      let length = Int.random(in: 0..<60, using: &random)
      let bytes = (0..<length).map { _ in
        // Mostly what might be a tag or a length.
        Bool.random(using: &random) ? UInt8.random(in: 0..<18) : UInt8.random(in: 0...255)
      }
      var reader = WireReader(bytes)
      _ = try? reader.value(Nobody())
      reader = WireReader(bytes)
      _ = try? reader.result(Nobody())
      reader = WireReader(bytes)
      _ = try? reader.policy()
    }
  }

  @Test func `what one side writes the other reads, cut short it does not`() throws {
    var policy = Policy()
    let origins: [Origin] = [
      .flag("--a"), .file("/x", line: 3, "b"), .profile("strict", "c"), .builtIn("d"),
    ]
    policy.refuseByDefault(Action.allCases, origin: origins[1])
    let name = try #require(HostName("bücher.example"))
    let block = try #require(AddressBlock("10.0.0.0/8"))
    let patterns: [Pattern] = [
      .domain(name, .itself, .any), .domain(name, .itselfAndSubdomains, .only(443)),
      .domain(name, .subdomains, .any), .addresses(block, .only(1)), .unixSocket("/run/x"),
      .path(PathPattern(prefix: "/a", glob: "*/b", includesBelow: false)),
      .path(PathPattern(prefix: "/é")), .variable("A*"),
      .command("/bin/ls", arguments: ["-l", ""]),
      .module("m", importer: "n"), .module("m", importer: nil), .package("p"), .part("sys.path"),
    ]
    let effects: [Rule.Effect] = [.allow, .allowNamed, .refuse, .refuseUnlessNamed]
    for (index, pattern) in patterns.enumerated() {
      policy.add(
        Rule(
          effect: effects[index % 4], actions: ActionSet(.connect, .readFile), pattern: pattern,
          origin: origins[index % 4]))
      policy.addGrantable(
        Grantable(kind: "read", pattern: pattern, actions: ActionSet(.spawn), origin: origins[0]))
    }
    policy.makeAbsentWhenRefused(.readEnvironment, .readFile)
    policy.addGrantor("app")
    for kind in Limits.Kind.allCases {
      policy.limit(Limits.Limit(kind, 1 << 40, origin: origins[3]))
    }
    let configuration = WorkerConfiguration(
      library: "/lib", interpreter: "/bin/python",
      code: .file("/p.py", name: "p", submodules: nil, others: "/o"), policy: policy, name: "p",
      requiresKernel: true)
    var writer = WireWriter()
    writer.put(configuration)
    var reader = WireReader(writer.bytes)
    let read = try reader.configuration()
    try reader.finish()
    #expect(read == configuration)
    #expect(read.policy == policy)
    for length in stride(from: 0, to: writer.bytes.count, by: 7) {
      var reader = WireReader(Array(writer.bytes[..<length]))
      #expect(throws: WireError.self) { try reader.configuration() }
    }
  }

  @Test func `memory that is given back is one piece again`() {
    var regions = Regions(0..<100 * 4096)
    var random = SystemRandomNumberGenerator()
    var taken: [Int: Int] = [:]
    for _ in 0..<2000 {
      if Bool.random(using: &random), let start = taken.keys.randomElement() {
        #expect(regions.release(start) != nil)
        taken[start] = nil
      } else {
        let count = Int.random(in: 1...20_000, using: &random)
        guard let start = regions.allocate(count) else { continue }
        #expect(start + count <= 100 * 4096)
        #expect(taken.allSatisfy { start + count <= $0.key || $0.key + $0.value <= start })
        taken[start] = count
      }
    }
    #expect(regions.release(12345) == nil)
    for start in taken.keys { #expect(regions.release(start) != nil) }
    #expect(regions.allocate(100 * 4096) == 0)
  }
}

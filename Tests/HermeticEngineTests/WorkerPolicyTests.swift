import Foundation
import HermeticPolicy
import HermeticPython
import Testing

@testable import HermeticEngine

@Suite(.enabled(if: WorkerWorld.isPossible)) struct WorkerPolicyTests {
  /// Who listens on this machine, and whether anybody has come.
  private final class Listener: Sendable {
    let port: Int
    private let descriptor: CInt

    init() throws {
      let own = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          unsafe bind(own, $0, length) == 0 && listen(own, 8) == 0
            && getsockname(own, $0, &length) == 0
        }
      }
      descriptor = own
      port = Int(UInt16(bigEndian: address.sin_port))
      try #require(isBound)
    }

    deinit { close(descriptor) }

    var wasReached: Bool {
      var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      return unsafe poll(&polled, 1, 100) > 0
    }
  }

  private static let source = """
    import ctypes, os, socket, struct
    libc = ctypes.CDLL(None, use_errno=True)
    def connect(port):
        socket.create_connection(("127.0.0.1", port), 1).close()
    def beneath(port):
        number = libc.socket(2, 1, 0)
        address = struct.pack("=HH4s8x", 2, socket.htons(port), bytes([127, 0, 0, 1]))
        result = libc.connect(number, address, 16)
        libc.close(number)
        return [result, ctypes.get_errno()]
    def write(path):
        number = libc.syscall(257, -100, path.encode(), os.O_WRONLY | os.O_CREAT, 0o644)
        if number < 0: return ctypes.get_errno()
        libc.close(number)
        return 0
    def opened(path):
        with open(path, "w") as file: file.write("x")
    def read(path): return len(open(path).read())
    """

  private static var closed: Policy {
    var policy = Policy()
    policy.refuseByDefault(Action.actions(of: .network), origin: .flag("network: false"))
    policy.refuseByDefault([.writeFile], origin: .flag("write: false"))
    return policy
  }

  @Test func `a connection is refused in Python and beneath it, and told with its place`()
    async throws
  {
    let listener = try Listener()
    let world = try WorkerWorld(Self.source, policy: Self.closed)
    try await world.start()
    let failure = try await world.failure(of: "connect", [.integer(listener.port)])
    #expect(failure.kind == .violation)
    let message = "network disabled: connect(127.0.0.1:\(listener.port))"
    #expect(failure.message == message)
    #expect(failure.violation?.origin == "network: false")
    let result = try await world.call("beneath", [.integer(listener.port)])
    #expect(result.shown.hasPrefix("[-1, "))
    #expect(!listener.wasReached)

    let heard = try await world.violations(atLeast: 2)
    let first = try #require(heard.first)
    #expect(heard.count == 2)
    #expect(first.violation.message == message)
    #expect(first.origin == "network: false")
    #expect(first.violation.caller?.file.hasSuffix("plugin/code.py") == true)
    #expect(first.violation.caller?.line == 4)
    #expect(first.violation.caller?.function == "connect")
  }

  @Test func `the same is let happen without a policy`() async throws {
    let listener = try Listener()
    let world = try WorkerWorld(Self.source)
    try await world.start()
    let result = try await world.call("beneath", [.integer(listener.port)])
    #expect(result.shown.hasPrefix("[0, "))
    #expect(listener.wasReached)
    let path = "\(world.folder.path)/written"
    #expect(try await world.call("write", [.text(path)]).number == 0)
    #expect(FileManager.default.fileExists(atPath: path))
  }

  @Test func `native code writes where it may, and nowhere else`() async throws {
    let allowed = try TestFolder()
    var policy = Self.closed
    policy.allow(
      ActionSet(.writeFile, .readFile, .listFiles), .path(PathPattern(prefix: allowed.path)),
      origin: .flag("write: \(allowed.path)"))
    let world = try WorkerWorld(Self.source, policy: policy)
    try await world.start()
    #expect(try await world.call("write", [.text("\(allowed.path)/in")]).number == 0)
    #expect(FileManager.default.fileExists(atPath: "\(allowed.path)/in"))
    let outside = "\(world.folder.path)/out"
    #expect(try await world.call("write", [.text(outside)]).number ?? 0 != 0)
    #expect(try await world.failure(of: "opened", [.text(outside)]).kind == .violation)
    #expect(!FileManager.default.fileExists(atPath: outside))
    let heard = try await world.violations()
    #expect(heard.contains { $0.violation.message == "filesystem readonly: \(outside)" })
  }

  @Test func `each repetition is told`() async throws {
    let world = try WorkerWorld(Self.source, policy: Self.closed)
    try await world.start()
    for _ in 0..<5 {
      _ = try await world.failure(of: "opened", [.text("\(world.folder.path)/out")])
    }
    let heard = try await world.violations(atLeast: 5)
    #expect(heard.count == 5)
    #expect(Set(heard).count == 1)
  }

  @Test func `a plugin is read where nothing else may be`() async throws {
    var policy = Policy()
    policy.refuseByDefault(Action.actions(of: .filesystem), origin: .flag("files: false"))
    let world = try WorkerWorld("def read(path): return len(open(path).read())", policy: policy)
    let secret = try world.folder.write("secret", "secret")
    try await world.start()
    #expect(try await world.failure(of: "read", [.text(secret)]).kind == .violation)
    #expect(
      try await world.call("read", [.text("\(world.folder.path)/plugin/code.py")]).number ?? 0 > 0)
  }

  @Test func `a violation while the plugin is loaded is told as well`() async throws {
    let path = try TestFolder().path
    let world = try WorkerWorld("open('\(path)-out', 'w')", policy: Self.closed)
    await #expect(throws: HostedFailure.self) { try await world.start() }
    let heard = try await world.violations()
    #expect(heard.first?.violation.caller?.line == 1)
    #expect(heard.count == 1)
  }
}
